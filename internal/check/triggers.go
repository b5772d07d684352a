package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// keysMeet reports whether there can be a key that fits two pairs of a beginning and an end.
func keysMeet(prefix, suffix, otherPrefix, otherSuffix string) bool {
	begins := strings.HasPrefix(prefix, otherPrefix) || strings.HasPrefix(otherPrefix, prefix)
	ends := strings.HasSuffix(suffix, otherSuffix) || strings.HasSuffix(otherSuffix, suffix)
	return begins && ends
}

// placedTrigger is a trigger and where it stands.
type placedTrigger struct {
	model.Trigger
	function string
	at       model.Path
}

func (c *checker) triggers() (out []placedTrigger) {
	for _, f := range c.Functions {
		for i, t := range f.Triggers {
			out = append(out, placedTrigger{t, f.Name, model.At("functions", f.Name, "triggers", strconv.Itoa(i))})
		}
	}
	return out
}

// triggerOverlaps is function-trigger-overlap: S3 tells one at most of an object.
func (c *checker) triggerOverlaps() {
	all := c.triggers()
	for i, t := range all {
		for _, other := range all[:i] {
			if t.Bucket != other.Bucket || !keysMeet(t.Prefix, t.Suffix, other.Prefix, other.Suffix) {
				continue
			}
			if j := slices.IndexFunc(t.Events, func(e string) bool { return slices.Contains(other.Events, e) }); j >= 0 {
				c.report(t.at, "", "An object of %s that is %s could run %s by this trigger and %s by another: S3 refuses triggers whose keys overlap in their beginning and in their end.",
					t.Bucket, t.Events[j], t.function, other.function)
				c.also(other.at, "the other one")
				break
			}
		}
	}
}

// onward leads from a function to one that runs because of it.
type onward struct {
	to      int
	trigger *placedTrigger // nil: it is called
	why     string         // writes to design, which runs
	use     model.Path
}

// onwards are the ways on from each function.
func (c *checker) onwards() [][]onward {
	all, out := c.triggers(), make([][]onward, len(c.Functions))
	for i, f := range c.Functions {
		for _, u := range f.Uses {
			at := model.At("functions", f.Name, "uses", u.Name)
			if c.family[u.Name] == "functions" {
				out[i] = append(out[i], onward{c.place[u.Name], nil, "calls", at})
			}
			if c.family[u.Name] != "buckets" || u.Access != "write" && u.Access != "readwrite" {
				continue
			}
			for j, t := range all {
				prefix, suffix := u.Writes()
				if t.Bucket == u.Name && keysMeet(prefix, suffix, t.Prefix, t.Suffix) {
					out[i] = append(out[i], onward{c.place[t.function], &all[j], "may write to " + u.Name + ", which runs", at})
				}
			}
		}
	}
	return out
}

// triggerLoops is function-trigger-loop. A circle is reported once, of the function in it
// that is the first by name.
func (c *checker) triggerLoops() {
	ways := c.onwards()
	for first := range c.Functions {
		if circle := loop(ways, first); circle != nil {
			c.reportLoop(first, circle)
		}
	}
}

// loop is the shortest way from a function back to it, over none before it, that a
// trigger is part of; nil: there is none. Two that call each other have their reasons.
func loop(ways [][]onward, first int) []onward {
	type place struct {
		at        int
		triggered bool
	}
	from := map[place][]onward{}
	for queue := []place{{first, false}}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		for _, way := range ways[here.at] {
			next := place{way.to, here.triggered || way.trigger != nil}
			if _, seen := from[next]; seen || way.to < first {
				continue
			}
			from[next] = append(slices.Clone(from[here]), way)
			if way.to == first && next.triggered {
				return from[next]
			}
			queue = append(queue, next)
		}
	}
	return nil
}

func (c *checker) reportLoop(first int, circle []onward) {
	story := c.Functions[first].Name
	var at model.Path
	hint := ""
	for i, way := range circle {
		join := " "
		if i > 0 {
			join = ", which "
		}
		story += join + way.why + " " + c.Functions[way.to].Name
		if way.trigger != nil && at == nil {
			at, hint = way.trigger.at, c.elsewhere(way)
		}
	}
	c.report(at, hint, "%s: every run would bring about the next, without an end.", story)
	for _, way := range circle {
		c.also(way.use, "by this use")
	}
}

// elsewhere narrows what is written to keys that the trigger does not look at, and leaves
// what is read as it is.
func (c *checker) elsewhere(way onward) string {
	if way.trigger.Prefix == "" {
		return "write to another bucket, or give the trigger a prefix"
	}
	field := "prefix"
	if u, _ := useOf(c.Functions[c.place[way.use[1]]], way.trigger.Bucket); u.Access == "readwrite" {
		field = "writePrefix"
	}
	for _, other := range []string{"out/", "made/"} {
		if !keysMeet(other, "", way.trigger.Prefix, "") {
			return way.use.Typed() + ": " + field + ": " + strconv.Quote(other)
		}
	}
	return ""
}
