package docs

import (
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// signInPage tells who signs in, where, and for how long.
func signInPage(v *view) []artifact.File {
	if len(v.UserPools)+len(v.IdentityProviders) == 0 {
		return nil
	}
	pg := v.page(sentence("Sign-in of %s: %s", text(v.Title), text(v.Environment)))
	for _, u := range v.UserPools {
		pg.section(called(u.Name, u.Title))
		if u.Purpose != "" {
			pg.para("%s", text(u.Purpose))
		}
		pages := sentence("%s, where ACCOUNT is the account's number", code("https://"+u.Prefix+"-ACCOUNT.auth."+v.Region+".amazoncognito.com"))
		if u.Domain != "" {
			pages = code("https://" + u.Domain)
		}
		pg.para("People sign in at %s. The session of these pages is one for all clients: who has signed in to one is not asked again by another.", pages)
		t := table{head: []md{"What", "How"}}
		t.row("Sign in with", text(u.SignIn))
		t.row("Register by themselves", yesNo(u.SelfSignUp))
		t.row("Password", sentence("%s characters or more", number(u.PasswordLength)))
		t.row("Second factor", text(u.MFA))
		t.row("Devices are remembered", yesNo(u.RememberDevices))
		t.row("Threat detection", text(u.ThreatDetection))
		t.row("Access token", count(u.AccessTokenMinutes, "minute", "minutes"))
		t.row("ID token", count(u.IDTokenMinutes, "minute", "minutes"))
		t.row("Refresh token", count(u.RefreshTokenDays, "day", "days"))
		t.row("Credentials of AWS", identity(u))
		pg.table(t)
		clients := table{head: []md{"Client", "Comes back to", "After signing out", "Secret", "Scopes"}}
		for _, c := range u.Clients {
			clients.row(text(c.Name), join(each(c.Callbacks, code)), join(each(c.Logouts, code)), yesNo(c.Secret), join(each(c.Scopes, code)))
		}
		pg.table(clients)
	}
	for _, p := range v.IdentityProviders {
		v.providerSection(pg, p)
	}
	return []artifact.File{pg.file("docs/sign-in.md")}
}

func identity(u infra.UserPool) md {
	if u.IdentityPool == nil {
		return "none"
	}
	return sentence("by the role %s, which may do nothing until somebody adds to it", code(u.IdentityPool.Role.Name))
}
