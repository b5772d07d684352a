package model

// SecurityGroupRules are the rules of a security group, as somebody has reviewed them.
type SecurityGroupRules struct {
	Name        string        `json:"-"` // in AWS
	Description string        `json:"description"`
	Ingress     []IngressRule `json:"ingress"`
	Egress      []EgressRule  `json:"egress"`
}

// IngressRule lets something in.
type IngressRule struct {
	From        string `json:"from"` // a group's name, a node, a range, internet or vpc
	Port        int    `json:"port"` // 0: every port
	Protocol    string `json:"protocol"`
	Description string `json:"description"`
}

// EgressRule lets something out.
type EgressRule struct {
	To          string `json:"to"`
	Port        int    `json:"port"`
	Protocol    string `json:"protocol"`
	Description string `json:"description"`
}
