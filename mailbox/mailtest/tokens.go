//go:build unix

package mailtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// startTokens runs the token endpoint (grant_type=client_credentials) and the one where Dovecot asks whether a token is good.
func (d *Dovecot) startTokens() error {
	ln, err := listen(nil)
	if err != nil {
		return err
	}
	d.TokenURL = "http://" + ln.Addr().String() + "/token"
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", d.giveToken)
	mux.HandleFunc("GET /introspect", d.introspect)
	d.tokens = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go d.tokens.Serve(ln)
	return nil
}

func (d *Dovecot) giveToken(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	token := d.next
	if token == "" {
		token = fmt.Sprintf("token-%d", d.serial.Add(1))
		d.valid[token] = d.Username
	}
	d.next = ""
	d.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if r.FormValue("grant_type") != "client_credentials" || r.FormValue("client_secret") != "client-secret" {
		w.WriteHeader(http.StatusUnauthorized)
		json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client"})
		return
	}
	json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
}

func (d *Dovecot) introspect(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	name, ok := d.valid[r.FormValue("token")]
	d.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"active": strconv.FormatBool(ok), "preferred_username": name})
}

// NextToken lets the endpoint give this token once; unless it is made valid otherwise, the server will refuse it.
func (d *Dovecot) NextToken(token string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = token
}

// ExpireTokens makes every token given so far worthless.
func (d *Dovecot) ExpireTokens() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.valid)
}
