package account

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
)

func TestPlainOnlyOnLoopback(t *testing.T) {
	for addr, want := range map[string]bool{"127.0.0.1": true, "::1": true, "192.0.2.1": false, "10.0.0.1": false, "::": false} {
		if got := isLoopback(&net.TCPAddr{IP: net.ParseIP(addr)}); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
}

func TestUnknownModeIsRefused(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if _, _, err := (Server{Address: ln.Addr().String(), TLS: "maybe"}).Dial(context.Background()); err == nil {
		t.Error("an unknown TLS mode was taken for none")
	}
}

func TestLoginIsHidden(t *testing.T) {
	l := Login{Username: "u", Password: "hush", OAuth: OAuth{ClientSecret: "hush"}}
	for _, format := range []string{"%v", "%+v", "%s", "%#v"} {
		if got := fmt.Sprintf(format, l); got != "login (hidden)" {
			t.Errorf("%s shows %s", format, got)
		}
	}
}

func TestMechanismNotOffered(t *testing.T) {
	for _, l := range []Login{{Username: "u"}, {Method: XOAuth2}, {Method: OAuthBearer}} {
		if _, err := NewKey(l).Client(context.Background(), []string{"GSSAPI"}, false); !errors.Is(err, ErrRefused) {
			t.Errorf("%q: %v", l.Method, err)
		}
	}
}
