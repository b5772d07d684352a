// Package tf is a small ordered tree of Terraform configuration, its printer,
// and the linker between stacks. Blocks with structured references enter; files
// leave, byte for byte what terraform fmt would print, with the outputs,
// variables, module arguments and remote states that join one stack to another.
// It must not know AWS, the model or the IR: what a block says is its caller's.
package tf

// A Block is a block with its labels and body. Comment, of one or several lines,
// stands above it.
type Block struct {
	Type    string   // resource, data, or the name of a nested block
	Labels  []string // aws_vpc, main
	Comment string
	Body    []Item
	Region  string // where it stands, by a provider of its own; empty: the platform's region
}

// An Item is what a body holds: *Attr, *Block, Gap or Comment. Blocks are set
// off by blank lines without asking.
type Item interface{ item() }

// An Attr is one argument.
type Attr struct {
	Name  string
	Value Expr
}

// Gap is a blank line; several in a row, or at an end of a body, print as one or
// none.
type Gap struct{}

// Comment is a comment of its own lines, above the item that follows.
type Comment string

func (*Attr) item()   {}
func (*Block) item()  {}
func (Gap) item()     {}
func (Comment) item() {}

// Resource is a managed resource.
func Resource(typ, label string, body ...Item) *Block {
	return &Block{Type: "resource", Labels: []string{typ, label}, Body: body}
}

// Data is a data source.
func Data(typ, label string, body ...Item) *Block {
	return &Block{Type: "data", Labels: []string{typ, label}, Body: body}
}

// Nested is a block without labels in the body of another.
func Nested(name string, body ...Item) *Block {
	return &Block{Type: name, Body: body}
}

// Set is an argument.
func Set(name string, value Expr) *Attr {
	return &Attr{Name: name, Value: value}
}

// Add appends items to the body.
func (b *Block) Add(items ...Item) {
	b.Body = append(b.Body, items...)
}

// AddText sets an argument to a text, unless that is empty.
func (b *Block) AddText(name, text string) {
	if text != "" {
		b.Add(Set(name, String(text)))
	}
}

// Ref refers to an attribute of a resource or data block; it panics for a block
// that has no address.
func (b *Block) Ref(path string) Ref {
	addr, ok := b.address()
	if !ok {
		panic("tf: " + b.Type + " block has no address to refer to")
	}
	addr.Path = path
	return addr
}

// address is the reference to the block as a whole, if it can be referred to.
func (b *Block) address() (Ref, bool) {
	if len(b.Labels) != 2 || b.Type != "resource" && b.Type != "data" {
		return Ref{}, false
	}
	return Ref{Data: b.Type == "data", Type: b.Labels[0], Label: b.Labels[1]}, true
}
