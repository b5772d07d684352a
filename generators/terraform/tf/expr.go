package tf

// An Expr is a value of an argument. The set is closed and has no member for
// source text, so that every string is escaped and every reference is seen by
// the linker.
type Expr interface{ expr() }

type (
	// String is literal text; nothing in it is interpolated.
	String string
	// Int is a whole number.
	Int int64
	// Bool is true or false.
	Bool bool
	// List is a tuple, list or set.
	List []Expr
	// Object is an object or map, in the order given.
	Object []Entry
	// Var is var.<name>: an input of the platform.
	Var string
	// Use stands for the Export of that name, in whichever stack it is.
	Use string
	// Ident is a bare name or traversal that Terraform reads as a word rather than
	// as a value: a type constraint, an entry of ignore_changes, each.value.
	Ident string
	// Template is a string in which all parts but String are interpolated.
	Template []Expr
	// Float is a number with a fraction.
	Float float64
	// Heredoc is text of several lines, in which all parts but String are interpolated.
	// As an argument or entry of its own it stands line by line, if it ends in a new line;
	// elsewhere it prints as a Template.
	Heredoc []Expr
)

// Entry is one key of an Object.
type Entry struct {
	Key   string
	Value Expr
}

// Ref is a reference to a resource or data source of any stack. Path is what
// follows the label, without its dot: "id", "master_user_secret[0].secret_arn";
// empty for the block as a whole, as in depends_on.
type Ref struct {
	Data  bool
	Type  string // aws_vpc
	Label string // main
	Path  string
}

// Call is a function call, or a type constraint such as list(string).
type Call struct {
	Func string
	Args []Expr
}

// Index is an element of a collection: of[key].
type Index struct{ Of, Key Expr }

// Get is an attribute of a value that is no reference: one(x).name.
type Get struct {
	Of   Expr
	Path string
}

// For makes a list of another collection: [for each in In : Value if If]. With a Key it
// makes an object. Value, Key and If speak of an element as Ident(Each).
type For struct {
	Each       string
	In         Expr
	Key, Value Expr
	Group      bool // elements may share a key, whose values become a list
	If         Expr // nil: every element
}

// Equal is a comparison.
type Equal struct{ Left, Right Expr }

// Not is the opposite of a truth.
type Not struct{ Of Expr }

// If is one value where a condition holds, and another where it does not.
type If struct{ Condition, Then, Else Expr }

// handed are the providers that a root hands to a module: the regions beside its own.
type handed []string

// linked is a reference after linking: a traversal that is printed as it is.
type linked string

func (String) expr()   {}
func (Int) expr()      {}
func (Bool) expr()     {}
func (List) expr()     {}
func (Object) expr()   {}
func (Var) expr()      {}
func (Use) expr()      {}
func (Ident) expr()    {}
func (Template) expr() {}
func (Ref) expr()      {}
func (Call) expr()     {}
func (linked) expr()   {}
func (handed) expr()   {}
func (Float) expr()    {}
func (Heredoc) expr()  {}
func (Index) expr()    {}
func (Get) expr()      {}
func (For) expr()      {}
func (Equal) expr()    {}
func (Not) expr()      {}
func (If) expr()       {}

// RefTo refers to an attribute of a resource.
func RefTo(typ, label, path string) Ref { return Ref{Type: typ, Label: label, Path: path} }

// RefToData refers to an attribute of a data source.
func RefToData(typ, label, path string) Ref {
	return Ref{Data: true, Type: typ, Label: label, Path: path}
}

// Strings is a list of literal strings.
func Strings[S ~string](values ...S) List {
	list := make(List, len(values))
	for i, v := range values {
		list[i] = String(v)
	}
	return list
}

// Fn is a function call.
func Fn(name string, args ...Expr) Call { return Call{Func: name, Args: args} }

// String is the address as Terraform writes it: data.aws_vpc.default.id.
func (r Ref) String() string { return string(appendRef(nil, r)) }

func appendRef(buf []byte, r Ref) []byte {
	if r.Data {
		buf = append(buf, "data."...)
	}
	buf = append(buf, r.Type...)
	buf = append(buf, '.')
	buf = append(buf, r.Label...)
	if r.Path != "" && r.Path[0] != '[' {
		buf = append(buf, '.')
	}
	return append(buf, r.Path...)
}

// children calls visit for every direct part of e.
func children(e Expr, visit func(Expr)) {
	switch e := e.(type) {
	case List:
		each(e, visit)
	case Template:
		each(e, visit)
	case Heredoc:
		each(e, visit)
	case Index:
		visit(e.Of)
		visit(e.Key)
	case Get:
		visit(e.Of)
	case Equal:
		visit(e.Left)
		visit(e.Right)
	case Not:
		visit(e.Of)
	case If:
		visit(e.Condition)
		visit(e.Then)
		visit(e.Else)
	case For:
		for _, part := range []Expr{e.In, e.Key, e.Value, e.If} {
			if part != nil {
				visit(part)
			}
		}
	case Call:
		each(e.Args, visit)
	case Object:
		for _, entry := range e {
			visit(entry.Value)
		}
	}
}

func each(parts []Expr, visit func(Expr)) {
	for _, part := range parts {
		visit(part)
	}
}

// walk calls visit for every expression below items that is not made of others.
func walk(items []Item, visit func(Expr)) {
	for _, it := range items {
		switch it := it.(type) {
		case *Attr:
			leaves(it.Value, visit)
		case *Block:
			walk(it.Body, visit)
		}
	}
}

func leaves(e Expr, visit func(Expr)) {
	switch e.(type) {
	case List, Template, Call, Object, Heredoc, Index, Get, For, Equal, Not, If:
		children(e, func(part Expr) { leaves(part, visit) })
	default:
		visit(e)
	}
}
