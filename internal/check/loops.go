package check

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// runner is what runs, and may have others run: a function or a service.
type runner struct {
	family, name string
	uses         []model.Use
}

// runners are functions and, after them, services.
func (c *checker) runners() (out []runner) {
	for _, f := range c.Functions {
		out = append(out, runner{"functions", f.Name, f.Uses})
	}
	for _, s := range c.Services {
		out = append(out, runner{"services", s.Name, s.Uses})
	}
	return out
}

// onward leads from a runner to one that runs because of it.
type onward struct {
	to      int
	trigger *placedTrigger // nil: it is called
	why     string         // writes to design, which runs
	by      model.Use
	use     model.Path
}

// onwards are the ways on from each runner.
func (c *checker) onwards(runners []runner) [][]onward {
	all, out := c.triggers(), make([][]onward, len(runners))
	for i, r := range runners {
		for _, u := range r.uses {
			at := model.At(r.family, r.name, "uses", u.Name)
			switch c.family[u.Name] {
			case "functions":
				out[i] = append(out[i], onward{c.place[u.Name], nil, "calls", u, at})
			case "services":
				out[i] = append(out[i], onward{len(c.Functions) + c.place[u.Name], nil, "calls", u, at})
			}
			if c.family[u.Name] != "buckets" || u.Access != "write" && u.Access != "readwrite" {
				continue
			}
			for j, t := range all {
				prefix, suffix := u.Writes()
				if t.Bucket == u.Name && keysMeet(prefix, suffix, t.Prefix, t.Suffix) {
					out[i] = append(out[i], onward{c.place[t.function], &all[j], "may write to " + u.Name + ", which runs", u, at})
				}
			}
		}
	}
	return out
}

// triggerLoops is function-trigger-loop: circles of functions, each of which runs the next
// whenever it runs. A circle is reported once, of the function in it that is the first by
// name.
func (c *checker) triggerLoops() { c.loops(false) }

// serviceLoops is function-service-loop: circles that lead over services, which may or may not
// go on when they are called.
func (c *checker) serviceLoops() { c.loops(true) }

func (c *checker) loops(served bool) {
	runners := c.runners()
	ways := c.onwards(runners)
	for first := range c.Functions {
		if circle := loop(ways, first, len(c.Functions), served); circle != nil {
			c.reportLoop(runners, first, circle, served)
		}
	}
}

// loop is the shortest way from a function back to it, over none before it, that a
// trigger is part of; nil: there is none. Two that call each other have their reasons. From
// the number services on are services: one of them must be on the way, or none.
func loop(ways [][]onward, first, services int, served bool) []onward {
	type place struct {
		at                int
		triggered, served bool
	}
	from := map[place][]onward{}
	for queue := []place{{first, false, false}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		for _, way := range ways[here.at] {
			next := place{way.to, here.triggered || way.trigger != nil, here.served || way.to >= services}
			if _, seen := from[next]; seen || way.to < first || next.served && !served {
				continue
			}
			from[next] = append(slices.Clone(from[here]), way)
			if way.to == first && next.triggered && next.served == served {
				return from[next]
			}
			queue = append(queue, next)
		}
	}
	return nil
}

func (c *checker) reportLoop(runners []runner, first int, circle []onward, served bool) {
	story := runners[first].name
	var at model.Path
	hint := ""
	for i, way := range circle {
		join := " "
		if i > 0 {
			join = ", which "
		}
		story += join + way.why + " " + runners[way.to].name
		if way.trigger != nil && at == nil {
			at, hint = way.trigger.at, elsewhere(way)
		}
	}
	end := "every run would bring about the next, without an end"
	if served {
		end = "where a service goes on whenever it is called, every run brings about the next, without an end"
	}
	c.report(at, hint, "%s: %s.", story, end)
	for _, way := range circle {
		c.also(way.use, "by this use")
	}
}

// elsewhere narrows what is written to keys that the trigger does not look at, and leaves
// what is read as it is.
func elsewhere(way onward) string {
	if way.trigger.Prefix == "" {
		return "write to another bucket, or give the trigger a prefix"
	}
	field := "prefix"
	if way.by.Access == "readwrite" {
		field = "writePrefix"
	}
	for _, other := range []string{"out/", "made/"} {
		if !keysMeet(other, "", way.trigger.Prefix, "") {
			return way.use.Typed() + ": " + field + ": " + strconv.Quote(other)
		}
	}
	return ""
}
