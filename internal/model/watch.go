package model

// Alarm watches a metric of nodes, or one that a program publishes.
type Alarm struct {
	Name    string        `json:"-"`
	Metric  string        `json:"metric"` // empty with Custom
	Custom  *CustomMetric `json:"custom"`
	On      []string      `json:"on"`    // nodes; empty: every one that has the metric
	Above   *int          `json:"above"` // percent, milliseconds, seconds or a count
	Below   *int          `json:"below"`
	Anomaly bool          `json:"anomaly"`
	Window  int           `json:"window"`  // seconds
	Periods int           `json:"periods"` // values in a row
	Notify  []string      `json:"notify"`  // topics; empty: the platform's
	Purpose string        `json:"purpose"`
}

// CustomMetric is a metric that some program publishes.
type CustomMetric struct {
	Namespace  string `json:"namespace"`
	Metric     string `json:"metric"`
	Dimensions Pairs  `json:"dimensions"`
	Statistic  string `json:"statistic"` // average, sum, minimum, maximum, samples or a percentile: p95
}

// Topic is an SNS topic that alarms speak to, or programs.
type Topic struct {
	Name    string   `json:"-"`
	Was     string   `json:"was"`
	Title   string   `json:"title"`
	Purpose string   `json:"purpose"`
	Email   []string `json:"email"`
	Queues  []string `json:"queues"` // that get every message
}

// Dashboards are what is drawn in CloudWatch.
type Dashboards struct {
	PerService bool `json:"perService"`
}
