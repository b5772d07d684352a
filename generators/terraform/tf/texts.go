package tf

// EachText puts what f says in the place of every literal text among the values of the
// configuration: of arguments, exports and tags. Texts that Terraform wants literal, as
// descriptions of outputs and what is said of the state, are no values.
func (c *Configuration) EachText(f func(String) Expr) {
	for _, s := range c.Stacks {
		for _, file := range s.Files {
			for _, b := range file.Blocks {
				b.eachText(f)
			}
		}
	}
	for i, x := range c.Exports {
		c.Exports[i].Value = withTexts(x.Value, f)
	}
	c.Tags = withTexts(c.Tags, f).(Object)
}

func (b *Block) eachText(f func(String) Expr) {
	for _, it := range b.Body {
		switch it := it.(type) {
		case *Attr:
			it.Value = withTexts(it.Value, f)
		case *Block:
			it.eachText(f)
		}
	}
}

// withTexts is e with what f says in the place of its texts.
func withTexts(e Expr, f func(String) Expr) Expr {
	switch e := e.(type) {
	case String:
		return f(e)
	case List:
		return List(allWithTexts(e, f))
	case Template:
		return Template(allWithTexts(e, f))
	case Heredoc:
		return Heredoc(allWithTexts(e, f))
	case Call:
		return Call{e.Func, allWithTexts(e.Args, f)}
	case Object:
		out := make(Object, len(e))
		for i, entry := range e {
			out[i] = Entry{entry.Key, withTexts(entry.Value, f)}
		}
		return out
	case Index:
		return Index{withTexts(e.Of, f), withTexts(e.Key, f)}
	case Get:
		return Get{withTexts(e.Of, f), e.Path}
	case Equal:
		return Equal{withTexts(e.Left, f), withTexts(e.Right, f)}
	case Not:
		return Not{withTexts(e.Of, f)}
	case If:
		return If{withTexts(e.Condition, f), withTexts(e.Then, f), withTexts(e.Else, f)}
	case For:
		for _, part := range []*Expr{&e.In, &e.Key, &e.Value, &e.If} {
			if *part != nil {
				*part = withTexts(*part, f)
			}
		}
		return e
	}
	return e
}

func allWithTexts(parts []Expr, f func(String) Expr) []Expr {
	out := make([]Expr, len(parts))
	for i, part := range parts {
		out[i] = withTexts(part, f)
	}
	return out
}
