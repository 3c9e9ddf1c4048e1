package sim

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// number is a number as CloudWatch prints it: always with a point.
func number(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

func datapointsWord(n int) string {
	if n == 1 {
		return "1 datapoint"
	}
	return fmt.Sprintf("%d datapoints", n)
}

// tell is the StateReason of an evaluation: the datapoints that decided, the newest
// first.
func (a *Alarm) tell(v evaluation) string {
	if v.state == model.AlarmInsufficient {
		was := "were"
		if a.Periods == 1 {
			was = "was"
		}
		return "Insufficient Data: " + datapointsWord(a.Periods) + " " + was + " unknown."
	}
	var shown []string
	for _, p := range v.decisive {
		if a.breaches(p.value) == (v.state == model.AlarmAlarm) {
			shown = append(shown, number(p.value)+" ("+p.at.Format("02/01/06 15:04:05")+")")
		}
	}
	if len(shown) == 0 && v.filled > 0 {
		return a.tellFilled(v.filled)
	}
	not, change := "", fmt.Sprintf("minimum %s for OK -> ALARM transition", datapointsWord(a.needed()))
	if v.state == model.AlarmOK {
		not, change = "not ", fmt.Sprintf("minimum %s for ALARM -> OK transition", datapointsWord(a.Periods-a.needed()+1))
	}
	list, rule := strings.Join(shown, ", "), not+comparisonWords[a.Comparison]+" the threshold ("+number(a.Threshold)+")"
	if a.Periods == 1 {
		return fmt.Sprintf("Threshold Crossed: 1 datapoint [%s] was %s.", list, rule)
	}
	return fmt.Sprintf("Threshold Crossed: %d out of the last %s [%s] were %s (%s).", len(shown), datapointsWord(a.Periods), list, rule, change)
}

// tellFilled is the reason where only missing datapoints decided.
func (a *Alarm) tellFilled(n int) string {
	treated := "NonBreaching"
	if a.MissingData == "breaching" {
		treated = "Breaching"
	}
	periods, were := fmt.Sprintf("%d periods and %d missing datapoints were", n, n), ""
	if n == 1 {
		periods = "1 period and 1 missing datapoint was"
	}
	return "Threshold Crossed: no datapoints were received for " + periods + were + " treated as [" + treated + "]."
}

// reasonData is the StateReasonData of an evaluation, which is JSON.
func (v View) reasonData(a *Alarm, d evaluation) string {
	stamp := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000-0700") }
	var recent, evaluated []string
	for i := len(d.decisive) - 1; i >= 0; i-- {
		recent = append(recent, number(d.decisive[i].value))
	}
	for _, p := range d.decisive {
		evaluated = append(evaluated, fmt.Sprintf(`{"timestamp":"%s","sampleCount":%s,"value":%s}`, stamp(p.at), number(p.count), number(p.value)))
	}
	start := ""
	if n := len(d.decisive); n > 0 {
		start = fmt.Sprintf(`"startDate":"%s",`, stamp(d.decisive[n-1].at))
	}
	return fmt.Sprintf(`{"version":"1.0","queryDate":"%s",%s"statistic":"%s","period":%d,"recentDatapoints":[%s],"threshold":%s,"evaluatedDatapoints":[%s]}`,
		stamp(v.Now()), start, a.Statistic, a.Period/time.Second, strings.Join(recent, ","), number(a.Threshold), strings.Join(evaluated, ","))
}
