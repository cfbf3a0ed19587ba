package mailbox

import "strings"

// Protection values: why a message cannot be read here.
const (
	ProtectionEncrypted = "encrypted"      // S/MIME enveloped, PGP/MIME
	ProtectionOpaque    = "opaque-signed"  // S/MIME signed, the content inside the signature
	ProtectionRights    = "rights-managed" // Microsoft message protection
)

// Protection tells by media type whether content is locked away, or "". multipart/signed is not: its first part is plain.
func (m *Message) Protection() string {
	found := ""
	walkParts(m.Root, func(p *Part) {
		if found == "" {
			found = p.protection()
		}
	})
	return found
}

func (p *Part) protection() string {
	switch p.MediaType {
	case "multipart/encrypted", "application/pgp-encrypted":
		return ProtectionEncrypted
	case "application/x-microsoft-rpmsg-message":
		return ProtectionRights
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		switch strings.ToLower(p.Params["smime-type"]) {
		case "signed-data", "compressed-data":
			return ProtectionOpaque
		case "certs-only":
			return ""
		}
		return ProtectionEncrypted
	}
	return ""
}

// walkParts calls f for every part, opened messages included, parents first.
func walkParts(p *Part, f func(*Part)) {
	f(p)
	for _, c := range p.Children {
		walkParts(c, f)
	}
	if p.Embedded != nil {
		walkParts(p.Embedded.Root, f)
	}
}
