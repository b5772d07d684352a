package model

// Costs asks for an estimate of what an environment costs in a month.
type Costs struct {
	HoursPerMonth int         `json:"hoursPerMonth"`
	Overrides     Pairs       `json:"overrides"` // US dollars by the name of a price, decimal
	Assumptions   Assumptions `json:"assumptions"`
}

// Assumptions are amounts of a month, of each node or thing that they speak of.
type Assumptions struct {
	Requests         int `json:"requests"` // to a balancer, gateway or distribution
	OutGB            int `json:"outGB"`    // from one to the internet
	LCU              int `json:"lcu"`      // of a balancer, on average
	NATGB            int `json:"natGB"`
	EndpointGB       int `json:"endpointGB"`
	AuroraGB         int `json:"auroraGB"`
	AuroraRequests   int `json:"auroraRequests"`
	BackupGB         int `json:"backupGB"` // beyond what comes with a database or cache
	BucketGB         int `json:"bucketGB"`
	BucketReads      int `json:"bucketReads"`
	BucketWrites     int `json:"bucketWrites"`
	VolumeGB         int `json:"volumeGB"`
	VolumeReadGB     int `json:"volumeReadGB"` // of one with elastic throughput
	VolumeWriteGB    int `json:"volumeWriteGB"`
	Messages         int `json:"messages"` // to a queue
	ImageGB          int `json:"imageGB"`  // in a repository
	LogGB            int `json:"logGB"`    // into a log group
	InsightsMetrics  int `json:"insightsMetrics"`
	Starts           int `json:"starts"`     // of a job
	JobMinutes       int `json:"jobMinutes"` // of each start
	Calls            int `json:"calls"`      // of a function
	CallMilliseconds int `json:"callMilliseconds"`
	Builds           int `json:"builds"` // of a pipeline
	BuildMinutes     int `json:"buildMinutes"`
	Users            int `json:"users"` // who sign in at a user pool
}
