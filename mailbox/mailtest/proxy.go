package mailtest

import (
	"net"
	"sync"
	"time"
)

// Proxy passes TCP connections on and plays a bad network.
type Proxy struct {
	Address string

	target string
	ln     net.Listener

	mu        sync.Mutex
	blackHole bool
	latency   time.Duration
	cutAfter  int64 // bytes from the server until both ends are closed, -1 = never
	conns     map[net.Conn]bool
	opened    int
}

// StartProxy listens on a free loopback port in front of target.
func StartProxy(target string) (*Proxy, error) {
	ln, err := listen(nil)
	if err != nil {
		return nil, err
	}
	p := &Proxy{Address: ln.Addr().String(), target: target, ln: ln, cutAfter: -1, conns: map[net.Conn]bool{}}
	go p.accept()
	return p, nil
}

// BlackHole swallows everything in both directions while on; connections stay open, as behind a dead router.
func (p *Proxy) BlackHole(on bool) { p.set(func() { p.blackHole = on }) }

// Latency delays each piece of data on its way to the client.
func (p *Proxy) Latency(d time.Duration) { p.set(func() { p.latency = d }) }

// CutAfter closes the connection once n more bytes came from the server; once.
func (p *Proxy) CutAfter(n int64) { p.set(func() { p.cutAfter = n }) }

// Opened returns how many connections there were.
func (p *Proxy) Opened() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened
}

// Drop closes all connections there are.
func (p *Proxy) Drop() {
	p.set(func() {
		for c := range p.conns {
			c.Close()
		}
	})
}

// Close stops listening and closes all connections.
func (p *Proxy) Close() {
	p.ln.Close()
	p.Drop()
}

func (p *Proxy) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

func (p *Proxy) accept() {
	for {
		client, err := p.ln.Accept()
		if err != nil {
			return
		}
		go p.join(client)
	}
}

func (p *Proxy) join(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		client.Close()
		return
	}
	p.set(func() { p.conns[client], p.conns[server] = true, true; p.opened++ })
	var both sync.WaitGroup
	both.Go(func() { p.pass(server, client, false) })
	both.Go(func() { p.pass(client, server, true) })
	both.Wait()
	p.set(func() { delete(p.conns, client); delete(p.conns, server) })
}

// pass copies one direction until an end closes, then closes both.
func (p *Proxy) pass(dst, src net.Conn, fromServer bool) {
	defer dst.Close()
	defer src.Close()
	buf := make([]byte, 16<<10)
	for {
		n, err := src.Read(buf)
		if err != nil {
			return
		}
		piece, cut, swallow, wait := p.treat(buf[:n], fromServer)
		if swallow {
			continue
		}
		if wait > 0 {
			time.Sleep(wait)
		}
		if _, err := dst.Write(piece); err != nil || cut {
			return
		}
	}
}

// treat says what happens to a piece of data.
func (p *Proxy) treat(piece []byte, fromServer bool) (out []byte, cut, swallow bool, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blackHole {
		return nil, false, true, 0
	}
	if !fromServer {
		return piece, false, false, 0
	}
	if p.cutAfter >= 0 {
		if int64(len(piece)) >= p.cutAfter {
			piece, cut, p.cutAfter = piece[:p.cutAfter], true, -1
		} else {
			p.cutAfter -= int64(len(piece))
		}
	}
	return piece, cut, false, p.latency
}
