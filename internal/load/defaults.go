package load

import (
	"reflect"

	"groundplan.internal/internal/model"
)

// model makes one platform of a merged tree. What the tree does not say, the
// defaults say: those of single fields for the platform, those of families for
// each node, the nested ones for each structure that is there.
func (l *language) model(tree *value) (p model.Platform) {
	d := decoder{fresh: map[string]*value{}}
	into := reflect.ValueOf(&p).Elem()
	for _, m := range l.nested.data.(object) {
		d.fresh[m.key] = m.value
	}
	for _, m := range l.defaults.data.(object) {
		if l.platform.field(m.key).kind == mapping {
			d.fresh[m.key] = m.value
			continue
		}
		decoder{}.fields(object{m}, into)
	}
	if vpc := tree.get("network").get("vpc"); vpc == nil && p.Network.VPC == "own" || vpc != nil && vpc.data == "own" {
		decoder{}.fields(l.ownNetwork.data.(object), reflect.ValueOf(&p.Network).Elem())
	}
	d.fields(tree.data.(object).without("environments"), into)
	return p
}

// without is an object without one key; o is not changed.
func (o object) without(name string) (out object) {
	for _, m := range o {
		if m.key != name {
			out = append(out, m)
		}
	}
	return out
}
