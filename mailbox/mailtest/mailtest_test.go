package mailtest_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"mdaplus/mailbox/account"
	"mdaplus/mailbox/imap"
	"mdaplus/mailbox/mailtest"
	"mdaplus/mailbox/smtp"
)

// TestAnswerLostAndFoundInSent is the story of an uncertain mail: the server took it, filed a copy in Sent, and the connection broke before the
// answer. The copy tells that nothing must be sent again.
func TestAnswerLostAndFoundInSent(t *testing.T) {
	in, err := mailtest.StartIMAP(mailtest.IMAPOptions{Folders: []string{"Sent"}})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := mailtest.StartSMTP(mailtest.SMTPOptions{Accept: func(a mailtest.Accepted) { in.Append("Sent", a.Raw) }})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	out.Fail("b@x.example", mailtest.Fault{Stage: mailtest.AtData, Drop: true})

	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	sender := smtp.NewSender(smtp.Config{Server: account.Server{Address: out.Address, TLS: account.None}}, quiet)
	defer sender.Close()
	raw := []byte("From: <a@mda.example>\r\nMessage-ID: <1@mda.example>\r\n\r\nx\r\n")
	if r := sender.Send(context.Background(), "a@mda.example", "b@x.example", "1", raw); r.State != smtp.Uncertain {
		t.Fatalf("%+v", r)
	}
	cfg := imap.Config{
		Server:  account.Server{Address: in.Address, TLS: account.None},
		Login:   account.Login{Username: in.Username, Password: in.Password},
		Folders: imap.Folders{Sent: "Sent"},
	}
	if found, err := imap.FindSent(context.Background(), cfg, "<1@mda.example>"); err != nil || !found {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestUIDValidityDiffers holds that no two starts share their numbers.
func TestUIDValidityDiffers(t *testing.T) {
	seen := map[uint32]bool{}
	for range 3 {
		srv, err := mailtest.StartIMAP(mailtest.IMAPOptions{})
		if err != nil {
			t.Fatal(err)
		}
		srv.Append("INBOX", []byte("Subject: x\r\n\r\ny"))
		cfg := imap.Config{Server: account.Server{Address: srv.Address, TLS: account.None}, Login: account.Login{Username: srv.Username, Password: srv.Password}}
		var validity uint32
		_, err = imap.Rehearse(context.Background(), cfg, func(key imap.Key, _ time.Time, _ []byte) error { validity = key.UIDValidity; return nil })
		srv.Close()
		if err != nil || validity == 0 || seen[validity] {
			t.Errorf("UIDVALIDITY %d, %v", validity, err)
		}
		seen[validity] = true
	}
}
