package infra

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

// spoken are rules as a person would say them.
func spoken(p Platform) (out []string) {
	for _, r := range p.Rules {
		peer := r.Peer.Group + r.Peer.CIDR
		if r.Peer.PrefixList != "" {
			peer = "prefix list " + r.Peer.PrefixList
		}
		word := "from"
		if r.Egress {
			word = "to"
		}
		out = append(out, fmt.Sprintf("%s %s %s %s %d", r.Group, word, peer, r.Protocol, r.FromPort))
	}
	slices.Sort(out)
	return out
}

func TestRules(t *testing.T) {
	shared := func(s *model.Service) { s.SecurityGroup = &model.SecurityGroup{Name: "apps-sg"} }
	anywhere := func(s *model.Service) { s.Egress = "all" }
	shut := network(func(n *model.Network) { n.NAT, n.Endpoints = "none", []string{"logs", "s3"} })
	for _, c := range []struct {
		name string
		in   model.Platform
		want []string
	}{
		{"a service alone", with(empty(), service("web", 80)), []string{
			"web to 0.0.0.0/0 tcp 443",
		}},
		{"public", with(empty(), service("web", 80), change(public)), []string{
			"web from 0.0.0.0/0 tcp 80",
			"web to 0.0.0.0/0 tcp 443",
		}},
		{"a public worker has nothing to reach", with(empty(), service("web", 0), change(public)), []string{
			"web to 0.0.0.0/0 tcp 443",
		}},
		{"a database", with(empty(), database("db"), service("web", 80, to("db"))), []string{
			"db from web tcp 5432",
			"web to 0.0.0.0/0 tcp 443",
			"web to db tcp 5432",
		}},
		{"a service", with(empty(), service("api", 8080), service("web", 80, to("api"))), []string{
			"api from web tcp 8080",
			"api to 0.0.0.0/0 tcp 443",
			"web to 0.0.0.0/0 tcp 443",
			"web to api tcp 8080",
		}},
		{"externals, one on a port that is open already", with(empty(), external("mail", 587), external("pay", 443), service("web", 80, to("mail"), to("pay"))), []string{
			"web to 0.0.0.0/0 tcp 443",
			"web to 0.0.0.0/0 tcp 587",
		}},
		{"egress to anywhere", with(empty(), external("mail", 587), database("db"), service("web", 80, to("db"), to("mail")), change(anywhere)), []string{
			"db from web tcp 5432",
			"web to 0.0.0.0/0 -1 0",
			"web to db tcp 5432",
		}},
		{"no way out but endpoints", with(empty(), shut, service("web", 80)), []string{
			"vpc_endpoints from web tcp 443",
			"web to prefix list s3 tcp 443",
			"web to vpc_endpoints tcp 443",
		}},
		{"public in a network with endpoints", with(empty(), shut, service("web", 80), change(public)), []string{
			"vpc_endpoints from web tcp 443",
			"web from 0.0.0.0/0 tcp 80",
			"web to 0.0.0.0/0 tcp 443",
			"web to vpc_endpoints tcp 443",
		}},
		{"two services in one group", with(empty(), database("db"), service("api", 8080, to("db")), change(shared), service("web", 80, to("api"), to("db")), change(shared)), []string{
			"apps_sg from apps_sg tcp 8080",
			"apps_sg to 0.0.0.0/0 tcp 443",
			"apps_sg to apps_sg tcp 8080",
			"apps_sg to db tcp 5432",
			"db from apps_sg tcp 5432",
		}},
		{"a bucket is reached with the APIs", with(empty(), bucket("files"), service("web", 80, to("files"))), []string{
			"web to 0.0.0.0/0 tcp 443",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spoken(build(t, c.in)); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestRuleTexts(t *testing.T) {
	shared := func(s *model.Service) { s.SecurityGroup = &model.SecurityGroup{Name: "apps-sg"} }
	p := build(t, with(empty(), database("db"),
		service("api", 8080, model.Use{Name: "db", Purpose: "Bestellungen “für” alle\nund | mehr"}), change(shared),
		service("web", 80, to("db")), change(shared)))
	for _, r := range p.Rules {
		if r.Label != "db_from_apps_sg_5432" {
			continue
		}
		if want := "apps-sg to db: PostgreSQL, Bestellungen -f-r- alle und - mehr; apps-sg to db: PostgreSQL"; r.Description != want {
			t.Errorf("%s, want %s", r.Description, want)
		}
		if want := "services.api.uses.db"; r.Path.String() != want {
			t.Errorf("%s, want %s", r.Path, want)
		}
		return
	}
	t.Errorf("%v", spoken(p))
}

func TestLongDescriptionsAreCut(t *testing.T) {
	p := build(t, with(empty(), database("db"), service("api", 8080, model.Use{Name: "db", Purpose: strings.Repeat("word ", 80)})))
	for _, r := range p.Rules {
		if len(r.Description) > 255 {
			t.Errorf("%s has %d characters", r.Label, len(r.Description))
		}
	}
}

func TestRuleLabelsAreUnique(t *testing.T) {
	p := build(t, with(empty(), service("a", 80, to("b-to-c")), service("a-to-b", 80, to("c")), service("b-to-c", 80), service("c", 80)))
	seen := map[string]bool{}
	for _, r := range p.Rules {
		key := fmt.Sprint(r.Egress, r.Label)
		if seen[key] {
			t.Errorf("two rules are %s", r.Label)
		}
		seen[key] = true
	}
}

// Each flow between two groups needs both rules; one without the other lets
// nothing through.
func TestRulesHaveTwoSides(t *testing.T) {
	for seed := range uint64(50) {
		p := build(t, random(rand.New(rand.NewPCG(seed, 1))))
		type flow struct {
			from, to, protocol string
			port               int
		}
		sides := map[flow]int{}
		for _, r := range p.Rules {
			if r.Peer.Group == "" {
				continue
			}
			if r.Egress {
				sides[flow{r.Group, r.Peer.Group, r.Protocol, r.FromPort}] |= 1
			} else {
				sides[flow{r.Peer.Group, r.Group, r.Protocol, r.FromPort}] |= 2
			}
		}
		for f, s := range sides {
			if s != 3 {
				t.Errorf("seed %d: %v has one side", seed, f)
			}
		}
	}
}

// random is a platform with nodes of random names that use each other.
func random(r *rand.Rand) model.Platform {
	p := empty()
	var names []string
	for len(names) < 12 {
		words := make([]string, 1+r.IntN(6))
		for i := range words {
			words[i] = string(rune('a'+r.IntN(3))) + strings.Repeat("x", r.IntN(14))
		}
		if name := strings.Join(words, "-"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	database(names[0])(&p)
	database(names[1])(&p)
	bucket(names[2])(&p)
	secret(names[3])(&p)
	external(names[4], 443+r.IntN(2))(&p)
	for i, name := range names[5:] {
		service(name, 8000+r.IntN(3))(&p)
		s := &p.Services[i]
		s.Public, s.Exec = r.IntN(3) == 0, r.IntN(2) == 0
		if r.IntN(3) == 0 {
			s.SecurityGroup = &model.SecurityGroup{Name: "group " + string(rune('a'+r.IntN(2)))}
		}
		for _, target := range names {
			if target != name && r.IntN(3) == 0 {
				s.Uses = append(s.Uses, to(target))
			}
		}
		s.Secrets = model.Pairs{{Key: "VALUE", Value: names[3]}}
	}
	return p
}
