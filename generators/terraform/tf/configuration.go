package tf

import "strings"

// Layout says how stacks become folders.
type Layout string

const (
	// Single is one root that calls a module for each stack.
	Single Layout = "single"
	// Stacks is one root for each stack, planned and applied on its own.
	Stacks Layout = "stacks"
)

// Configuration is what Link takes: all stacks of one platform in one
// environment.
type Configuration struct {
	Platform    string // first part of the key of the state
	Environment string // second part
	Region      string // eu-west-2
	Account     string // the only one that the provider works in; empty: any
	Header      string // the comment that every file begins with
	Layout      Layout
	State       State
	Tags        Object // default_tags of the provider
	Inputs      []Input
	Stacks      []*Stack // in any order: that of their folders is the one to apply them in
	Exports     []Export
}

// State is the S3 bucket that holds the state; without a Bucket it is a file
// beside each root.
type State struct{ Bucket, Region string }

// Stack is a part of a platform that is planned and applied together. Name is words
// joined by hyphens. Files are as Add made them.
type Stack struct {
	Name   string
	Prefix string   // of the root's folder: roots in the order of their names can be applied
	After  []string // stacks that must be there before, beside those that it refers to
	Files  []*File

	byName map[string]*File
}

// dir is the folder of the stack's root.
func (s *Stack) dir() string { return s.Prefix + s.Name }

// label is the name of the stack as part of an address.
func (s *Stack) label() string { return strings.ReplaceAll(s.Name, "-", "_") }

// File is one file of a stack: security-groups.tf.
type File struct {
	Name   string
	Blocks []*Block
}

// Add appends blocks to the file of that name, which is made if it is new.
func (s *Stack) Add(file string, blocks ...*Block) {
	f := s.byName[file]
	if f == nil {
		f = &File{Name: file}
		s.Files = append(s.Files, f)
		if s.byName == nil {
			s.byName = make(map[string]*File)
		}
		s.byName[file] = f
	}
	f.Blocks = append(f.Blocks, blocks...)
}

// Export is a value of a stack that others refer to by Use(Name), or that the
// operator wants to see. It is written only where it is used or Public. A plain
// Ref to another stack needs no Export; one with that Ref as its Value names and
// describes it.
type Export struct {
	Stack       string
	Name        string // unique in the platform
	Description string
	Value       Expr // as seen from Stack
	Type        Expr // of the variable that receives it; nil: inferred from Value
	Sensitive   bool
	Public      bool  // also an output of the root
	Joined      bool  // a list that several stacks have a part of, under one name; nobody refers to it
	After       []Ref // of the same stack, what has to be there before anybody uses it
}

// Input is a variable that the operator may set. Stacks refer to it by Var(Name).
type Input struct {
	Name        string
	Type        Expr // Ident("string"), Fn("list", Ident("string"))
	Description string
	Default     Expr // nil: must be set
	Sensitive   bool
	Told        bool // also an output of every root that takes it: what it was last applied with
	Validations []Validation
}

// Validation is a condition on an Input and what Terraform says when it fails.
type Validation struct {
	Condition Expr
	Message   string // a sentence
}
