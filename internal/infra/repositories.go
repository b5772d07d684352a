package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// The attributes of a repository, by its label.
const (
	RepositoryURL Attribute = "repository-url" // host and name
	RepositoryARN Attribute = "repository-arn"
)

// Repository is a repository of ECR.
type Repository struct {
	Name  string // in AWS
	Label string
	Stack Stack

	KeepImages    int
	UntaggedDays  int // how long an image is kept that lost its tag
	ScanOnPush    bool
	ImmutableTags bool
	Functions     []Value // ARNs of the functions that Lambda fetches images of from here
	Fetcher       Visit   // by which it does
}

// registry decides the repositories that are created with the platform.
func (b *builder) registry() {
	for _, in := range b.in.Repositories {
		at := model.At("repositories", in.Name)
		b.out.Repositories = append(b.out.Repositories, Repository{
			Name: b.names.given("ecr-repository", at, in.Name), Label: b.names.label("ecr-repository", at, repositoryLabel(in.Name)),
			Stack:      b.stack(partCluster, ""),
			KeepImages: in.KeepImages, UntaggedDays: b.facts.Delivery.UntaggedDays,
			ScanOnPush: in.ScanOnPush, ImmutableTags: in.ImmutableTags,
		})
	}
}

// ownRepository reports whether a repository is created with the platform.
func (b *builder) ownRepository(name string) bool {
	return slices.ContainsFunc(b.in.Repositories, func(r model.Repository) bool { return r.Name == name })
}

// repositoryLabel is the label of a repository of the platform, by its name in AWS.
func repositoryLabel(name string) string { return freeLabel(name) }
