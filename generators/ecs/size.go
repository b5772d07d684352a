package ecs

import (
	"strconv"

	"groundplan.internal/internal/infra"
)

// Size is how large a task definition is as ECS counts it: as JSON without white space. What
// only deployment knows, such as ARNs, counts nothing, so that it is at least so large.
type Size struct {
	Bytes   int
	Open    int      // how many parts only deployment knows
	Biggest Variable // empty: no container has one
}

// Variable is a plain variable of a container, with the bytes that it takes.
type Variable struct {
	Container, Name string
	Bytes           int
}

// SizeOf measures the task definition that Emit writes for a service.
func SizeOf(p infra.Platform, s infra.Service) Size {
	w := writer{region: p.Region, domain: s.Task.Domain} // placeholders need no names
	task := w.task(s.Task)
	out := Size{Bytes: size(task), Open: open(task)}
	for _, c := range s.Task.Containers {
		for _, v := range c.Environment {
			if n := size(w.variable(v)); n > out.Biggest.Bytes {
				out.Biggest = Variable{c.Name, v.Name, n}
			}
		}
	}
	return out
}

// size is the bytes of a value as JSON without white space.
func size(v value) (n int) {
	switch v := v.(type) {
	case text:
		n = len(`""`)
		for _, p := range v {
			n += textSize(p.literal)
		}
	case number:
		n = len(strconv.Itoa(int(v)))
	case boolean:
		n = len(strconv.FormatBool(bool(v)))
	case list:
		n = len(`[]`) + max(0, len(v)-1)
		for _, e := range v {
			n += size(e)
		}
	case object:
		n = len(`{}`) + max(0, len(v)-1)
		for _, f := range v {
			n += len(`"":`) + len(f.key) + size(f.value)
		}
	}
	return n
}

// open counts the parts of a value that only deployment knows.
func open(v value) (n int) {
	switch v := v.(type) {
	case text:
		for _, p := range v {
			if p.literal == "" {
				n++
			}
		}
	case list:
		for _, e := range v {
			n += open(e)
		}
	case object:
		for _, f := range v {
			n += open(f.value)
		}
	}
	return n
}

// textSize is the bytes of a text between the quotes of JSON, where only what must be is
// escaped.
func textSize(s string) int {
	n := len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\', c == '\n', c == '\r', c == '\t':
			n++
		case c < ' ':
			n += len(`\u0000`) - 1
		}
	}
	return n
}
