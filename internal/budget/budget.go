// Package budget adds up how many connections services and functions may hold to databases. What
// enters is one environment of a platform and the facts about AWS; what leaves is a sum
// for each database, with its terms and with what it is held against. It judges nothing.
package budget

import (
	"strconv"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Budget is the sum of one database.
type Budget struct {
	Database string
	Max      int      // connections that it takes; 0: not known
	Reserved int      // of them, for administrators alone
	Terms    []Term   // of the services and functions that say what they hold, each by name
	Proxy    *Share   // nil: no service goes through one
	Unknown  []string // services and functions that use it and say nothing of what they hold
}

// Term is what one service may hold.
type Term struct {
	Service     string
	Function    bool // and no service: its tasks are the calls that it may have at once
	Proxied     bool // to the database's proxy, not to the database
	Tasks       int  // the most that are wanted
	Running     int  // the most that run, while a deployment replaces them
	Workers     int  // processes of a task
	Connections int  // of a process
}

// Share is what a proxy may hold, whatever the services behind it ask for.
type Share struct {
	Most int // 0: not known
	Held int // no more than the services ask for, where all of them say
}

// Sum is all that a service may hold at once.
func (t Term) Sum() int { return t.Running * t.Workers * t.Connections }

// Usable is how many connections there are for services; 0: not known.
func (b Budget) Usable() int { return max(b.Max-b.Reserved, 0) }

// Direct is what services may hold without a proxy.
func (b Budget) Direct() int { return b.sum(false) }

// Held is what the database may have to hold: for services, and for its proxy.
func (b Budget) Held() int {
	if b.Proxy == nil {
		return b.Direct()
	}
	return b.Direct() + b.Proxy.Held
}

func (b Budget) sum(proxied bool) (n int) {
	for _, t := range b.Terms {
		if t.Proxied == proxied {
			n += t.Sum()
		}
	}
	return n
}

// Of are the budgets of all databases, in the platform's order.
func Of(p model.Platform, f facts.Set) (out []Budget) {
	users := usersOf(p)
	for _, d := range p.Databases {
		out = append(out, of(d, users[d.Name], f))
	}
	return out
}

// user is a service or a function that uses a node, with what it holds, where it says.
type user struct {
	term  Term
	known bool
}

// usersOf are the users of every node, by its name.
func usersOf(p model.Platform) map[string][]user {
	out := map[string][]user{}
	each := func(name string, uses []model.Use, term Term, known bool) {
		for _, u := range uses {
			term.Service, term.Proxied = name, u.Via == "proxy"
			out[u.Name] = append(out[u.Name], user{term, known})
		}
	}
	for _, s := range p.Tasks() {
		term, known := pooled(s)
		each(s.Name, s.Uses, term, known)
	}
	for _, f := range p.Functions {
		term, known := called(f)
		each(f.Name, f.Uses, term, known)
	}
	return out
}

func of(d model.Database, users []user, f facts.Set) Budget {
	given, _ := d.Parameters.Get("max_connections")
	b := Budget{Database: d.Name, Reserved: reserved(d, f)}
	b.Max, _ = f.MaxConnections(d.Engine, d.Class, given)
	proxied, silent := false, false
	for _, u := range users {
		proxied = proxied || u.term.Proxied
		if u.known {
			b.Terms = append(b.Terms, u.term)
		} else {
			b.Unknown = append(b.Unknown, u.term.Service)
			silent = silent || u.term.Proxied
		}
	}
	if proxied && d.Proxy != nil {
		b.Proxy = b.share(d.Proxy.MaxConnections, silent)
	}
	return b
}

// pooled is what a service says that it holds.
func pooled(s model.Service) (Term, bool) {
	if s.Pool == nil {
		return Term{}, false
	}
	tasks, running := Tasks(s)
	return Term{Tasks: tasks, Running: running, Workers: s.Pool.Workers, Connections: s.Pool.Connections}, true
}

// called is what a function holds: a connection for each call that it may have at once.
func called(f model.Function) (Term, bool) {
	if f.Concurrency == nil {
		return Term{}, false
	}
	return Term{Function: true, Tasks: *f.Concurrency, Running: *f.Concurrency, Workers: 1, Connections: 1}, true
}

// share is what a proxy may hold of the database's connections: its percentage, and no
// more than its clients ask for unless one of them is silent about it.
func (b Budget) share(percent int, silent bool) *Share {
	s := &Share{Most: min(b.Max*percent/100, b.Usable()), Held: b.sum(true)}
	if b.Max > 0 && (silent || s.Held > s.Most) {
		s.Held = s.Most
	}
	return s
}

// Tasks are the most tasks of a service that are wanted, and that run while a deployment
// replaces them: ECS rounds its percentage down to whole tasks.
func Tasks(s model.Service) (wanted, running int) {
	wanted, percent := s.DesiredCount, s.Deployment.Maximum
	if s.Scaling != nil {
		wanted = max(wanted, s.Scaling.Max)
	}
	if s.Singleton {
		percent = 100
	}
	return wanted, wanted * percent / 100
}

// reserved are the connections that a database keeps for administrators.
func reserved(d model.Database, f facts.Set) (n int) {
	engine, _ := f.RDS.Engine(d.Engine)
	for _, r := range engine.Reserved {
		kept := r.Connections
		if given, ok := d.Parameters.Get(r.Parameter); ok {
			if own, err := strconv.Atoi(given); err == nil {
				kept = own
			}
		}
		n += kept
	}
	return n
}
