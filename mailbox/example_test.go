package mailbox_test

import (
	"fmt"

	"mdaplus/mailbox"
)

func ExampleParse() {
	m := mailbox.Parse([]byte("From: J. <j@hilversum.example>\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename=mijn formulier.pdf\r\n\r\n%PDF-"))
	for part := range m.Leaves() {
		fmt.Println(part.MediaType, part.Filename, len(part.Body))
	}
	// Output: application/pdf mijn formulier.pdf 5
}
