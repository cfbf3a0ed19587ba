package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Method is how one logs in.
type Method string

const (
	Password    Method = "password"    // PLAIN, or LOGIN where that is all there is
	XOAuth2     Method = "xoauth2"     // Microsoft 365, Google
	OAuthBearer Method = "oauthbearer" // RFC 7628
)

// Login holds credentials. It must not be logged, and its String says so.
type Login struct {
	Method   Method // "" is Password
	Username string // the mailbox
	Password string
	OAuth    OAuth // for XOAuth2 and OAuthBearer
}

// OAuth is an application's own access, without a person: grant_type=client_credentials (RFC 6749 section 4.4).
type OAuth struct {
	TokenURL, ClientID, ClientSecret string
	Scopes                           []string // Microsoft 365: https://outlook.office365.com/.default
}

// String keeps credentials out of logs.
func (l Login) String() string   { return "login (hidden)" }
func (l Login) GoString() string { return l.String() }

// ErrRefused means that the credentials, not the network, are the trouble.
var ErrRefused = errors.New("log-in refused")

// Key makes SASL clients for one login and keeps its access token. It is safe for concurrent use.
type Key struct {
	login Login
	mu    sync.Mutex
	token *oauth2.Token
}

// NewKey returns the key for a login.
func NewKey(l Login) *Key { return &Key{login: l} }

// CanRefresh reports whether a refused log-in is worth one more try with a fresh token.
func (k *Key) CanRefresh() bool { return k.login.Method == XOAuth2 || k.login.Method == OAuthBearer }

// Forget drops the token, so that the next client asks for a new one.
func (k *Key) Forget() {
	k.mu.Lock()
	k.token = nil
	k.mu.Unlock()
}

// Client returns a SASL client that suits one of the mechanisms offered ("PLAIN", "XOAUTH2", …). smtp tells which protocol it is for: the two
// differ in how an error challenge of XOAUTH2 is answered. A token endpoint that refuses gives ErrRefused.
func (k *Key) Client(ctx context.Context, offered []string, smtp bool) (sasl.Client, error) {
	switch k.login.Method {
	case Password, "":
		return k.passwordClient(offered)
	case XOAuth2, OAuthBearer:
	default:
		return nil, fmt.Errorf("unknown log-in method %q", k.login.Method)
	}
	mechanism := strings.ToUpper(string(k.login.Method))
	if !slices.Contains(offered, mechanism) {
		return nil, fmt.Errorf("server does not offer %s: %w", mechanism, ErrRefused)
	}
	token, err := k.accessToken(ctx)
	if err != nil {
		return nil, err
	}
	if k.login.Method == XOAuth2 {
		return &xoauth2{user: k.login.Username, token: token, smtp: smtp}, nil
	}
	return &bearer{sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: k.login.Username, Token: token})}, nil
}

func (k *Key) passwordClient(offered []string) (sasl.Client, error) {
	switch {
	case slices.Contains(offered, sasl.Plain):
		return sasl.NewPlainClient("", k.login.Username, k.login.Password), nil
	case slices.Contains(offered, sasl.Login):
		return sasl.NewLoginClient(k.login.Username, k.login.Password), nil
	}
	return nil, fmt.Errorf("server offers no password log-in: %w", ErrRefused)
}

// accessToken returns the kept token while it is good for a minute, else a new one.
func (k *Key) accessToken(ctx context.Context) (string, error) {
	const margin, timeout = time.Minute, 30 * time.Second
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.token != nil && (k.token.Expiry.IsZero() || time.Until(k.token.Expiry) > margin) {
		return k.token.AccessToken, nil
	}
	o := k.login.OAuth
	cfg := clientcredentials.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, TokenURL: o.TokenURL, Scopes: o.Scopes, AuthStyle: oauth2.AuthStyleInParams,
	}
	token, err := cfg.Token(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Timeout: timeout}))
	if err != nil {
		return "", tokenError(err)
	}
	k.token = token
	return token.AccessToken, nil
}

// tokenError keeps the code of the endpoint and drops its prose.
func tokenError(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < 500 {
		return fmt.Errorf("token endpoint answered %d %s: %w", refused.Response.StatusCode, refused.ErrorCode, ErrRefused)
	}
	return fmt.Errorf("asking for a token: %w", err)
}

// xoauth2 is Google's and Microsoft's mechanism. An error comes as a challenge, which must be answered before the server says no: in IMAP
// with 0x01, since go-imap writes an empty answer as "=" and Dovecot takes that for bad base64; in SMTP with nothing.
type xoauth2 struct {
	user, token string
	smtp        bool
}

func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

func (x *xoauth2) Next([]byte) ([]byte, error) {
	if x.smtp {
		return []byte{}, nil
	}
	return []byte{1}, nil
}

// bearer answers the error challenge of RFC 7628 section 3.2.3, which go-sasl leaves hanging.
type bearer struct{ sasl.Client }

func (b *bearer) Next([]byte) ([]byte, error) { return []byte{1}, nil }
