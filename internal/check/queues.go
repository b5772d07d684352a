package check

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// accesses are what a use may say of what it may do, by the family of what is used; the
// first is usual there. "" is to say nothing.
var accesses = []struct {
	family string
	words  []string
}{
	{"buckets", []string{"", "read", "write", "readwrite"}},
	{"volumes", []string{"", "read", "write", "readwrite"}}, // volume-access says more of write
	{"queues", queueAccess},
	{"topics", []string{"", "publish"}},
}

var queueAccess = []string{"send", "consume", "sendconsume"}

// withAccess are the families of which a use says what it may do.
func withAccess() (families []string) {
	for _, a := range accesses {
		families = append(families, a.family)
	}
	return families
}

// foreignAccess is use-access: another family's word, or none where one is needed.
func (c *checker) foreignAccess() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		for _, a := range accesses {
			if c.family[u.Name] != a.family || c.shared[u.Name] || slices.Contains(a.words, u.Access) {
				continue
			}
			words := slices.DeleteFunc(slices.Clone(a.words), func(w string) bool { return w == "" })
			hint := "access: " + strconv.Quote(words[0])
			if u.Access == "" {
				c.report(at, model.Label(u.Name)+": "+hint, "%s uses %s, %s, and does not say what for: to %s.", by.name, u.Name, aKind(a.family), choice(words))
			} else {
				c.report(at.Then("access"), hint, "%s is %s: one may %s there.", u.Name, aKind(a.family), choice(words))
			}
		}
	})
}

// choice joins words of which one is taken.
func choice(words []string) string {
	out := strconv.Quote(words[0])
	for i, w := range words[1:] {
		if i == len(words)-2 {
			out += " or " + strconv.Quote(w)
		} else {
			out += ", " + strconv.Quote(w)
		}
	}
	return out
}

// unconsumedQueues is queue-unconsumed, unsentQueues queue-unsent.
func (c *checker) unconsumedQueues() {
	c.eachIdle([]string{"consume", "sendconsume"}, func(q model.Queue) {
		c.report(model.At("queues", q.Name), "services: worker: uses: "+model.Label(q.Name)+`: access: "consume"`,
			"Nothing consumes %s: what is sent there waits for %s and is gone.", q.Name, count(q.RetentionDays, "day"))
	})
}

func (c *checker) unsentQueues() {
	c.eachIdle([]string{"send", "sendconsume"}, func(q model.Queue) {
		for _, t := range c.Topics {
			if slices.Contains(t.Queues, q.Name) {
				return
			}
		}
		c.report(model.At("queues", q.Name), "services: web: uses: "+model.Label(q.Name)+`: access: "send"`,
			"Nothing sends to %s, and no topic does: it stays empty.", q.Name)
	})
}

// eachIdle calls f with the queues of which no use has one of the accesses. What is said
// of another, use-access reports.
func (c *checker) eachIdle(accesses []string, f func(model.Queue)) {
	used := map[string]bool{}
	c.eachUse(func(_ user, u model.Use, _ model.Path) {
		used[u.Name] = used[u.Name] || slices.Contains(accesses, u.Access) || !slices.Contains(queueAccess, u.Access)
	})
	for _, q := range c.Queues {
		if !used[q.Name] {
			f(q)
		}
	}
}

// queueAges is queue-age: an alarm that never goes off, for messages that are gone before.
func (c *checker) queueAges() {
	for _, q := range c.Queues {
		if kept := q.Kept(); q.MaxAge >= kept {
			c.report(model.At("queues", q.Name, "maxAge"), "maxAge: "+strconv.Itoa(kept/2),
				"A message of %s is gone after %s, which are %d seconds: none ever waits for more than %d.", q.Name, count(q.RetentionDays, "day"), kept, q.MaxAge)
		}
	}
}

// shortAges is queue-age-short: an alarm that goes off while all is well.
func (c *checker) shortAges() {
	for _, q := range c.Queues {
		at, why := model.At("queues", q.Name, "maxAge"), ""
		least := max(q.VisibilityTimeout, q.Delay)
		switch {
		case q.MaxAge > least:
			continue
		case least == q.Delay:
			why = "before anybody can receive it"
		default:
			why = "while the first who has received it is at work, and nothing is wrong"
		}
		c.report(at, "maxAge: "+strconv.Itoa(2*least), "A message of %s may be %d seconds old %s: an alarm above %d would go off for nothing.", q.Name, least, why, q.MaxAge)
	}
}

// shortVisibility is queue-visibility: a message that a function still works on comes to
// somebody else.
func (c *checker) shortVisibility() {
	for _, f := range c.Functions {
		for _, u := range f.Uses {
			if c.family[u.Name] != "queues" || u.Access == "send" {
				continue
			}
			if q := c.Queues[c.place[u.Name]]; q.VisibilityTimeout < f.Timeout {
				c.report(model.At("queues", q.Name, "visibilityTimeout"), "visibilityTimeout: "+strconv.Itoa(f.Timeout),
					"%s may work on a message of %s for %d seconds, and after %d others get it too.", f.Name, q.Name, f.Timeout, q.VisibilityTimeout)
				c.also(model.At("functions", f.Name, "uses", u.Name), "who consumes it")
			}
		}
	}
}

// unheardQueues is queue-unheard.
func (c *checker) unheardQueues() {
	if len(c.Notify) > 0 {
		return
	}
	hint := ""
	if i := slices.IndexFunc(c.Topics, func(t model.Topic) bool { return !c.Programs(t) }); i >= 0 {
		hint = "notify: [" + strconv.Quote(c.Topics[i].Name) + "]"
	}
	for _, q := range c.Queues {
		c.report(model.At("queues", q.Name), hint, "The alarms of %s, for messages that wait and for dead ones, speak to no topic: notify names none.", q.Name)
	}
}

// orderedFeeds is queue-fifo-topic: a topic has no order, and SNS refuses such a queue.
func (c *checker) orderedFeeds() {
	for _, t := range c.Topics {
		for i, name := range t.Queues {
			if c.family[name] == "queues" && c.Queues[c.place[name]].FIFO {
				c.report(model.At("topics", t.Name, "queues", strconv.Itoa(i)), "queues: "+model.Label(name)+": fifo: false",
					"%s keeps an order, and messages of %s have none: SNS delivers them to queues that are not fifo alone.", name, t.Name)
			}
		}
	}
}

// mixedTopics is topic-mixed: the key that programs' messages are encrypted with is one that
// CloudWatch may not use.
func (c *checker) mixedTopics() {
	for _, t := range c.Topics {
		if !c.Programs(t) {
			continue
		}
		c.eachSpeaking(t.Name, func(at model.Path, what string) {
			c.report(at, "", "%s speaks to %s, which programs or queues use. What these say is encrypted with a key that CloudWatch may not use, and alarms would not be heard: they have a topic of their own.", what, t.Name)
			c.also(model.At("topics", t.Name), "the topic")
		})
	}
}

// eachSpeaking calls f with every place by which alarms speak to a topic.
func (c *checker) eachSpeaking(topic string, f func(at model.Path, what string)) {
	if i := slices.Index(c.Notify, topic); i >= 0 {
		f(model.At("notify", strconv.Itoa(i)), "Every alarm")
	}
	for _, a := range c.Alarms {
		if i := slices.Index(a.Notify, topic); i >= 0 {
			f(model.At("alarms", a.Name, "notify", strconv.Itoa(i)), a.Name)
		}
	}
}

// unheardTopics is topic-unheard, silentTopics topic-unpublished.
func (c *checker) unheardTopics() {
	for _, t := range c.Topics {
		if c.Programs(t) && len(t.Queues)+len(t.Email) == 0 {
			c.report(model.At("topics", t.Name), "", "Programs publish to %s, and nobody hears of it: neither a queue nor an address.", t.Name)
		}
	}
}

func (c *checker) silentTopics() {
	used := map[string]bool{}
	c.eachUse(func(_ user, u model.Use, _ model.Path) { used[u.Name] = true })
	for _, t := range c.Topics {
		if len(t.Queues) > 0 && !used[t.Name] {
			c.report(model.At("topics", t.Name), "services: web: uses: "+model.Label(t.Name)+": {}", "Nothing publishes to %s, so that its queues get nothing from it.", t.Name)
		}
	}
}
