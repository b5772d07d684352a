package docs

// A chart with more than this is hard to read, and is split. Twelve charts on a page
// are as many as anybody scrolls through; beyond them a table serves better.
const (
	mostBoxes  = 28
	mostArrows = 50
	mostCharts = 12
)

// mostGuards is up to how many boxes a chart frames security groups.
const mostGuards = 8

// part is some boxes, by key, and the arrows between them.
type part struct {
	keys   []string
	arrows []arrow
}

func (p part) crowded() bool { return len(p.keys) > mostBoxes || len(p.arrows) > mostArrows }

// whole is one part with every box and arrow.
func whole(keys []string, arrows []arrow) part {
	k := packer{}
	k.reset()
	for _, key := range keys {
		k.box(key)
	}
	for _, a := range arrows {
		k.box(a.from)
		k.box(a.to)
	}
	k.now.arrows = arrows
	return k.now
}

// split packs boxes and arrows into parts of a readable size: every arrow is in one
// part, together with the other arrows of its box where they fit. Keys are the boxes in
// their order. An arrow is drawn with the box that it leaves, or where that is not among
// the keys with the one that it enters; the box at its other end may be in several parts.
func split(keys []string, arrows []arrow) []part {
	listed := map[string]bool{}
	for _, key := range keys {
		listed[key] = true
	}
	own, pointed := map[string][]arrow{}, map[string]bool{}
	for _, a := range arrows {
		near, far := a.from, a.to
		if !listed[near] {
			near, far = far, near
		}
		own[near] = append(own[near], a)
		pointed[far] = true
	}
	k := packer{}
	k.reset()
	for _, key := range keys {
		if len(own[key]) == 0 && pointed[key] {
			continue // drawn where the arrow is
		}
		if k.now.full(k.more(key, own[key]), len(own[key])) {
			k.flush()
		}
		for _, a := range own[key] {
			if k.now.full(k.more(key, []arrow{a}), 1) {
				k.flush()
			}
			k.box(key)
			k.box(a.from)
			k.box(a.to)
			k.now.arrows = append(k.now.arrows, a)
		}
		k.box(key)
	}
	k.flush()
	return k.parts
}

func (p part) full(boxes, arrows int) bool {
	return len(p.keys)+boxes > mostBoxes || len(p.arrows)+arrows > mostArrows
}

// packer fills one part after the other.
type packer struct {
	parts []part
	now   part
	has   map[string]bool
}

func (k *packer) reset() { k.now, k.has = part{}, map[string]bool{} }

func (k *packer) box(key string) {
	if !k.has[key] {
		k.has[key] = true
		k.now.keys = append(k.now.keys, key)
	}
}

// more is how many boxes a box and its arrows would add.
func (k *packer) more(key string, arrows []arrow) int {
	fresh := map[string]bool{}
	for _, s := range append([]string{key}, ends(arrows)...) {
		if !k.has[s] {
			fresh[s] = true
		}
	}
	return len(fresh)
}

func ends(arrows []arrow) (out []string) {
	for _, a := range arrows {
		out = append(out, a.from, a.to)
	}
	return out
}

func (k *packer) flush() {
	if len(k.now.keys) > 0 {
		k.parts = append(k.parts, k.now)
	}
	k.reset()
}

// deepest is how many arrows in a row a chart draws from left to right, each with its
// label and the frames that it crosses. With more it would be shrunk to fit the page,
// and goes from top to bottom.
const deepest = 2

// deep reports whether the arrows make a longer row than that.
func deep(arrows []arrow) bool {
	next := map[string][]string{}
	for _, a := range arrows {
		next[a.from] = append(next[a.from], a.to)
	}
	length := map[string]int{} // of the longest row from a box; 0 while it is being measured
	var measure func(string) int
	measure = func(key string) int {
		if n, ok := length[key]; ok {
			return n // in a circle, the arrow back does not count
		}
		length[key] = 0
		longest := 0
		for _, to := range next[key] {
			longest = max(longest, 1+measure(to))
		}
		length[key] = longest
		return longest
	}
	for _, a := range arrows {
		if measure(a.from) > deepest {
			return true
		}
	}
	return false
}
