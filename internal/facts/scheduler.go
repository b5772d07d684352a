package facts

// Scheduler is what EventBridge Scheduler takes of a schedule.
type Scheduler struct {
	Table
	Units     map[string]string // of a rate: minute, to minutes
	Cron      []CronField       // in their order
	Crontab   []CronField       // of everybody else, in their order
	Timezones []string
}

// CronField is one field of a cron expression.
type CronField struct {
	Name     string
	Min, Max int
	Words    []string // for numbers, from Min on
	Marks    string   // characters that stand for more than numbers
	Cycle    int      // how many numbers there are before they mean the same again; 0: none does
}

// Range is the numbers of the field.
func (f CronField) Range() Range { return Range{f.Min, f.Max} }
