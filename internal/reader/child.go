package reader

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"mdaplus/pipeline/read"
)

// maxMessage is more than any message that intake lets through.
const maxMessage = 128 << 20

// Request is what a child is asked. Converted holds documents of older programs by the
// SHA-256 of their bytes, each as a Word document of today.
type Request struct {
	Name      string            `json:"name"`
	Converted map[string][]byte `json:"converted,omitempty"`
}

// Reply is what it says. Again: the file cannot be read without the engine for PDF, which
// this child does not have. Legacy holds documents that it could read if they were converted.
type Reply struct {
	Result read.Result `json:"result"`
	Legacy [][]byte    `json:"legacy,omitempty"`
	Again  bool        `json:"-"`
}

// Reading reads one file.
type Reading func(request Request, raw []byte) Reply

// Serve is the child: it takes its options from in, locks itself up, and then reads
// one file after another until in ends. Open makes the reading function from the options;
// what needs files has to be ready when it returns.
func Serve(in io.Reader, out io.Writer, open func(options []byte) (Reading, error)) error {
	from, to := bufio.NewReaderSize(in, 64<<10), bufio.NewWriterSize(out, 64<<10)
	options, err := readFrame(from, maxMessage)
	if err != nil {
		return fmt.Errorf("reading options: %w", err)
	}
	do, err := open(options)
	if err != nil {
		return err
	}
	if err := lockUp(); err != nil {
		return fmt.Errorf("locking up the reader: %w", err)
	}
	for {
		head, err := readFrame(from, maxMessage)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var request Request
		if err := json.Unmarshal(head, &request); err != nil {
			return fmt.Errorf("reading a request: %w", err)
		}
		raw, err := readFrame(from, maxMessage)
		if err != nil {
			return err
		}
		if err := limitTime(); err != nil {
			return err
		}
		answer, err := answerOf(do(request, raw))
		if err != nil {
			return err
		}
		if err := errors.Join(writeFrame(to, answer), to.Flush()); err != nil {
			return err
		}
	}
}

// answerOf is the answer of a child: a reading, or nothing when the engine is needed.
func answerOf(r Reply) ([]byte, error) {
	if r.Again {
		return nil, nil
	}
	return json.Marshal(r)
}

// A frame is its length in eight bytes, big-endian, and that many bytes.
func writeFrame(w io.Writer, data []byte) error {
	if err := binary.Write(w, binary.BigEndian, uint64(len(data))); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

func readFrame(r io.Reader, limit uint64) ([]byte, error) {
	var n uint64
	if err := binary.Read(r, binary.BigEndian, &n); err != nil {
		return nil, err
	}
	if n > limit {
		return nil, fmt.Errorf("a frame of %d bytes is over the limit", n)
	}
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return data, err
}
