package model

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Nodes is a family: what an author writes as a map, sorted by name.
type Nodes[T any] []T

// named gives a node the key that it stood under.
type named interface{ setName(string) }

func (n *Service) setName(s string)     { n.Name = s }
func (n *Sidecar) setName(s string)     { n.Name = s }
func (n *Use) setName(s string)         { n.Name = s }
func (n *Database) setName(s string)    { n.Name = s }
func (n *Bucket) setName(s string)      { n.Name = s }
func (n *Secret) setName(s string)      { n.Name = s }
func (n *External) setName(s string)    { n.Name = s }
func (n *Flow) setName(s string)        { n.Name = s }
func (n *Diagram) setName(s string)     { n.Name = s }
func (n *ComposeNode) setName(s string) { n.Name = s }

// UnmarshalJSON reads an object whose keys are the names.
func (n *Nodes[T]) UnmarshalJSON(data []byte) error {
	byName := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &byName); err != nil {
		return err
	}
	*n = make([]T, len(byName))
	for i, name := range slices.Sorted(maps.Keys(byName)) {
		node := &(*n)[i]
		if err := json.Unmarshal(byName[name], node); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		any(node).(named).setName(name)
	}
	return nil
}

// Pairs are strings by key, sorted.
type Pairs []Pair

// Pair is one key and its value.
type Pair struct{ Key, Value string }

// UnmarshalJSON reads an object of strings.
func (p *Pairs) UnmarshalJSON(data []byte) error {
	byKey := map[string]string{}
	if err := json.Unmarshal(data, &byKey); err != nil {
		return err
	}
	*p = make(Pairs, 0, len(byKey))
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		*p = append(*p, Pair{k, byKey[k]})
	}
	return nil
}

// Get is the value of a key.
func (p Pairs) Get(key string) (string, bool) {
	i, ok := slices.BinarySearchFunc(p, key, func(a Pair, k string) int { return strings.Compare(a.Key, k) })
	if !ok {
		return "", false
	}
	return p[i].Value, true
}
