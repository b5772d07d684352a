package model

import (
	"slices"
	"strings"
)

// Collector is the container that takes the traces of a service.
type Collector struct {
	Container        string
	Image            string
	ConfigVariable   string
	Config           string
	Probe            []string
	EndpointVariable string
	Endpoint         string
	NameVariable     string
}

// WithCollectors is the platform with a collector beside every service that is traced,
// and the variables by which the program in it finds the collector. p is not changed.
func (p Platform) WithCollectors(c Collector) Platform {
	if !slices.ContainsFunc(p.Services, func(s Service) bool { return s.Tracing }) {
		return p
	}
	p.Services = slices.Clone(p.Services)
	for i, s := range p.Services {
		if s.Tracing {
			p.Services[i] = s.traced(c)
		}
	}
	return p
}

func (s Service) traced(c Collector) Service {
	s.Sidecars = append(slices.Clone(s.Sidecars), Sidecar{
		Name: c.Container, Image: Image{URI: c.Image}, Essential: true,
		Environment: Pairs{{Key: c.ConfigVariable, Value: c.Config}},
		HealthCheck: &HealthCheck{Command: c.Probe, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 10},
	})
	slices.SortStableFunc(s.Sidecars, func(a, b Sidecar) int { return strings.Compare(a.Name, b.Name) })
	s.Environment = slices.Clone(s.Environment)
	for _, v := range []Pair{{c.EndpointVariable, c.Endpoint}, {c.NameVariable, s.Name}} {
		_, plain := s.Environment.Get(v.Key)
		_, secret := s.Secrets.Get(v.Key)
		if !plain && !secret {
			s.Environment = append(s.Environment, v)
			slices.SortFunc(s.Environment, func(a, b Pair) int { return strings.Compare(a.Key, b.Key) })
		}
	}
	return s
}
