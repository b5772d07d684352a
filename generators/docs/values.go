package docs

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/infra"
)

// shown is a value: what kind of thing it is of in words, and its text as code.
func (v *view) shown(value infra.Value) md {
	kind, name := v.parts(value)
	if kind == "" {
		return code(name)
	}
	return md(kind) + " " + code(name)
}

// parts are the kind of thing that a value is of, or nothing, and its text, with what
// only deployment knows in braces.
func (v *view) parts(value infra.Value) (kind, full string) {
	var text strings.Builder
	for _, p := range value {
		if p.Attribute == "" {
			text.WriteString(p.Text)
			continue
		}
		of, name := v.part(p, len(value) == 1)
		kind = cmp.Or(of, kind)
		text.WriteString(name)
	}
	return kind, text.String()
}

// partKinds are the kinds of things that are shown by the names of their nodes.
var partKinds = map[infra.Attribute]string{
	infra.DatabaseAddress:  "host name of",
	infra.DatabaseSecret:   "master password of",
	infra.ProxyAddress:     "host name of the proxy of",
	infra.ProxyReadAddress: "host name for readers of the proxy of",
	infra.CacheAddress:     "host name of the primary of",
	infra.CacheReadAddress: "host name of the replicas of",
	infra.CacheSecret:      "URL and password of",
	infra.BucketName:       "bucket",
	infra.BucketARN:        "bucket",
	infra.VolumeID:         "file system",
	infra.VolumeARN:        "file system",
	infra.AccessPointID:    "access point to",
	infra.AccessPointARN:   "access point to",
	infra.SecretARN:        "secret",
	infra.RegistryARN:      "ECR repository",
	infra.FunctionARN:      "function",
	infra.RoleARN:          "role",
	infra.ListenerARN:      "listener of",
	infra.SubnetIDs:        "subnets:",
	infra.GuardrailARN:     "guardrail",
}

// part is one of parts, which may be the whole of the value.
func (v *view) part(p infra.Part, whole bool) (kind, name string) {
	if kind, ok := partKinds[p.Attribute]; ok {
		return kind, p.Node
	}
	switch p.Attribute {
	case infra.ProxyResource:
		return "", "{proxy of " + p.Node + "}"
	case infra.LogGroupName, infra.LogGroupARN:
		return "log group", cmp.Or(v.logs[p.Node].Name, p.Node)
	case infra.VariableValue:
		if whole {
			return "variable", p.Node
		}
		return "", "{" + p.Node + "}"
	case infra.QueueARN:
		return v.queueTitle(p.Node)
	case infra.QueueURL:
		return "URL of the queue", v.queueName(p.Node)
	case infra.TopicARN:
		return "topic", v.topicOf(p.Node).Name
	case infra.ClusterARN:
		return "cluster", v.Cluster.Name
	case infra.ClusterName:
		return "", v.Cluster.Name
	case infra.BalancerSuffix:
		return "", "{balancer " + p.Node + "}"
	case infra.SecurityGroupID:
		return "security group", v.groupName(p.Node)
	case infra.VPCID:
		return "", "{VPC}"
	case infra.AccountID:
		return "", cmp.Or(v.Account, "{account}")
	}
	if kind, name, ok := v.deliveryPart(p); ok {
		return kind, name
	}
	return string(p.Attribute) + " of", p.Node
}
