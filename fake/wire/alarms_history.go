package wire

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/ecsdeck/ecsdeck/model"
)

func describeAlarmHistory(c call, in *cloudwatch.DescribeAlarmHistoryInput) (*cloudwatch.DescribeAlarmHistoryOutput, error) {
	if err := honoursAs("ValidationError", "DescribeAlarmHistory", in, "AlarmName", "AlarmTypes", "EndDate", "HistoryItemType", "MaxRecords", "NextToken", "ScanBy", "StartDate"); err != nil {
		return nil, err
	}
	size, err := alarmPage(in.MaxRecords)
	if err != nil {
		return nil, err
	}
	var rows []types.AlarmHistoryItem
	for _, h := range c.view.AlarmHistories() {
		if in.AlarmName != nil && *in.AlarmName != h.Alarm || len(in.AlarmTypes) > 0 && !slices.Contains(in.AlarmTypes, types.AlarmTypeMetricAlarm) {
			continue
		}
		for _, e := range h.Events {
			if in.HistoryItemType != "" && string(in.HistoryItemType) != e.Type || in.StartDate != nil && e.At.Before(*in.StartDate) || in.EndDate != nil && e.At.After(*in.EndDate) {
				continue
			}
			row := types.AlarmHistoryItem{
				AlarmName: aws.String(h.Alarm), AlarmType: types.AlarmTypeMetricAlarm, HistoryItemType: types.HistoryItemType(e.Type), HistorySummary: aws.String(e.Summary), Timestamp: aws.Time(e.At),
			}
			if e.Data != "" {
				row.HistoryData = aws.String(e.Data)
			}
			rows = append(rows, row)
		}
	}
	model.Sort(rows, func(a, b types.AlarmHistoryItem) int { return b.Timestamp.Compare(*a.Timestamp) })
	if in.ScanBy == types.ScanByTimestampAscending {
		slices.Reverse(rows)
	}
	page, next, err := numbered(rows, scopeOf("DescribeAlarmHistory", aws.ToString(in.AlarmName), in.HistoryItemType, in.ScanBy), in.NextToken, size)
	if err != nil {
		return nil, refusal("InvalidNextToken", "The next token specified is invalid.")
	}
	return &cloudwatch.DescribeAlarmHistoryOutput{AlarmHistoryItems: page, NextToken: next}, nil
}
