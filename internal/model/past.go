package model

// Past is what earlier compilations of an environment decided, and later ones must keep. The
// zero Past is that of a platform that has none.
type Past struct {
	Places map[string]map[string]int // of listener rules, by balancer and by what they ask for
}

// Place is the priority that a rule of a balancer had.
func (p Past) Place(balancer, asked string) (int, bool) {
	place, known := p.Places[balancer][asked]
	return place, known
}
