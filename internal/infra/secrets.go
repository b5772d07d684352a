package infra

import (
	"strings"

	"groundplan.internal/internal/model"
)

func (b *builder) secrets() {
	if len(b.in.Secrets) > 0 {
		b.stack(partSecrets, "")
	}
	place := map[string]int{}
	for i, in := range b.in.Secrets {
		place[in.Name] = i
		b.out.Secrets = append(b.out.Secrets, Secret{
			Name: in.Name, Label: b.names.label("secret", model.At("secrets", in.Name), in.Name), Purpose: in.Purpose, Secret: b.secretName(in),
			Store: in.Store, Existing: in.Existing, Keys: in.Keys, KMSKey: in.KMSKey, RecoveryDays: in.RecoveryDays,
		})
	}
	for _, p := range b.in.IdentityProviders {
		name, _, _ := strings.Cut(p.ClientSecret, ":")
		if i, ok := place[name]; ok {
			b.out.Secrets[i].Clients = append(b.out.Secrets[i].Clients, p.Name)
		}
	}
	for _, s := range b.in.Tasks() {
		b.eachSecret(s, func(secret model.Secret, r SecretReader) {
			out := &b.out.Secrets[place[secret.Name]]
			out.Readers = append(out.Readers, r)
		})
	}
	for _, f := range b.in.Functions {
		b.eachFunctionSecret(f, func(secret model.Secret, r SecretReader) {
			out := &b.out.Secrets[place[secret.Name]]
			out.Readers = append(out.Readers, r)
		})
	}
}

func (b *builder) secretName(in model.Secret) string {
	at, kind := model.At("secrets", in.Name), "secret"
	if in.Store == "ssm" {
		kind = "ssm-parameter"
	}
	if in.Existing && in.Secret != "" {
		return b.names.found(kind, at.Then("name"), in.Secret)
	}
	if in.Secret != "" {
		return b.names.given(kind, at.Then("name"), in.Secret)
	}
	return b.names.derived(kind, at, in.Name)
}

// eachSecret calls f with every variable of a service's containers that takes its
// value from a secret, in order.
func (b *builder) eachSecret(s model.Service, f func(model.Secret, SecretReader)) {
	for _, c := range b.containersOf(s) {
		for _, p := range c.secrets {
			name, key, _ := strings.Cut(p.Value, ":")
			n, ok := b.nodes[name]
			if !ok || b.rows[n.family].name != "secrets" {
				continue // reported where references are checked
			}
			f(b.in.Secrets[n.at], SecretReader{
				Service: s.Name, Container: c.name, Variable: p.Key, Key: key, Path: c.path.Then("secrets", p.Key),
			})
		}
	}
}
