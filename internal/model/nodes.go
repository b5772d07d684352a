package model

import (
	"slices"
	"strings"
)

// Nodes is a family: what an author writes as a map, sorted by name.
type Nodes[T any] []T

// Pairs are strings by key, sorted.
type Pairs []Pair

// Pair is one key and its value.
type Pair struct{ Key, Value string }

// Get is the value of a key.
func (p Pairs) Get(key string) (string, bool) {
	i, ok := slices.BinarySearchFunc(p, key, func(a Pair, k string) int { return strings.Compare(a.Key, k) })
	if !ok {
		return "", false
	}
	return p[i].Value, true
}
