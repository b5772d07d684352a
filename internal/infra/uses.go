package infra

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// user is a service or a function with what it uses.
type user struct {
	family, name string
	uses         model.Nodes[model.Use]
}

func serviceUser(s model.Service) user { return user{s.Path()[0], s.Name, s.Uses} }

func functionUser(f model.Function) user { return user{"functions", f.Name, f.Uses} }

// users are all that use other nodes, where they run.
func (b *builder) users() (out []user) {
	tasks := b.in.Services
	if !b.in.Environment.Local {
		tasks = b.in.Tasks()
	}
	for _, s := range tasks {
		out = append(out, serviceUser(s))
	}
	if b.in.Environment.Local {
		return out
	}
	for _, f := range b.in.Functions {
		out = append(out, functionUser(f))
	}
	return out
}

// use is a declared edge of a user.
type use struct {
	model.Use
	user string
	at   int // place of the target in its family
	path model.Path
}

// prefix begins the names of the variables that a use brings.
func (u use) prefix() string { return cmp.Or(u.As, capitals(u.Name)) }

// grant is what a user gets on AWS by using a node.
type grant struct {
	traffic     []traffic
	environment []EnvVar
	secrets     []SecretVariable
	execution   []Statement // of the execution role
	task        []Statement // of the task role
	mounts      []Mount     // of the own container
	login       *Login      // to a database of its own
}

// edges lists every declared use, and what the world may reach.
func (b *builder) edges() {
	for _, s := range b.in.Services {
		if s.Public && s.Port != 0 {
			b.out.Edges = append(b.out.Edges, Edge{
				From: Internet, To: s.Name, Family: "services", Port: s.Port, Label: spokenOn(s, s.Port),
				Path: model.At("services", s.Name, "public"),
			})
		}
	}
	for _, by := range b.users() {
		b.eachUse(by, func(f family, u use) {
			e := f.edge(b, u)
			e.From, e.To, e.Family, e.Purpose, e.Path = by.name, u.Name, f.name, u.Purpose, u.path
			b.out.Edges = append(b.out.Edges, e)
		})
	}
	for _, f := range b.rows {
		if f.edges != nil {
			b.out.Edges = append(b.out.Edges, f.edges(b)...)
		}
	}
	slices.SortStableFunc(b.out.Edges, func(x, y Edge) int {
		return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To))
	})
}

// eachUse calls f with every use of a user whose target there is, in order.
func (b *builder) eachUse(by user, f func(family, use)) {
	for _, u := range by.uses {
		n, ok := b.nodes[u.Name]
		if !ok || b.rows[n.family].use == nil {
			continue // reported where references are checked
		}
		f(b.rows[n.family], use{Use: u, user: by.name, at: n.at, path: model.At(by.family, by.name, "uses", u.Name)})
	}
}

// capitals is a name in the spelling of environment variables: STRIPE_WEBHOOK_SECRET
// of stripe and webhookSecret.
func capitals(words ...string) string {
	var out strings.Builder
	for w, word := range words {
		for i := range len(word) {
			if i == 0 && w > 0 || hump(word, i) {
				out.WriteByte('_')
			}
			switch c := word[i]; {
			case 'a' <= c && c <= 'z':
				out.WriteByte(c - 'a' + 'A')
			case upper(c), '0' <= c && c <= '9':
				out.WriteByte(c)
			default:
				out.WriteByte('_')
			}
		}
	}
	return out.String()
}

// hump reports whether a word of camelCase begins within a name: the S of webhookSecret,
// the K of APIKey.
func hump(name string, i int) bool {
	if i == 0 || !upper(name[i]) || strings.IndexByte("_-.", name[i-1]) >= 0 {
		return false
	}
	return !upper(name[i-1]) || i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z'
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
