package e2e_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/aws/smithy-go/encoding/cbor"
)

// withUnknown adds to an answer what no client of today knows: a member in every
// structure.
func withUnknown(media string, body []byte) []byte {
	const name = "somethingNew"
	switch {
	case strings.Contains(media, "json"):
		return editJSON(body, func(o map[string]any) {
			o[name] = map[string]any{"of": []any{"tomorrow", 1.5, nil, true}}
		})
	case strings.Contains(media, "cbor"):
		v, err := cbor.Decode(body)
		if err != nil {
			return body
		}
		eachMap(v, func(m cbor.Map) { m[name] = cbor.Map{"of": cbor.List{cbor.String("tomorrow"), cbor.Uint(1)}} })
		return cbor.Encode(v)
	case strings.Contains(media, "xml"):
		return bytes.ReplaceAll(body, []byte("</member>"), []byte("<SomethingNew><of>tomorrow</of></SomethingNew></member>"))
	}
	return body
}

// ofTomorrow are values of enumerations that nobody has heard of yet, by member.
var ofTomorrow = map[string]string{
	"lastStatus": "HIBERNATING", "healthStatus": "TIRED", "launchType": "MOON", "rolloutState": "PONDERING", "stopCode": "BoredOfIt",
	"connectivity": "TELEPATHIC", "schedulingStrategy": "WHIM", "networkMode": "telegraph", "platformFamily": "Hurd", "propagateTags": "MAYBE",
	"agentUpdateStatus": "DREAMING", "deploymentController": "", "availabilityZoneRebalancing": "SOMETIMES", "desiredStatus": "HAPPY", "status": "WISTFUL",
}

// withUnknownValues puts values of tomorrow in the place of known ones.
func withUnknownValues(media string, body []byte) []byte {
	if !strings.Contains(media, "json") {
		return body
	}
	return editJSON(body, func(o map[string]any) {
		for member, value := range ofTomorrow {
			if _, is := o[member].(string); is {
				o[member] = value
			}
		}
	})
}

// reversed turns every list of an answer round.
func reversed(media string, body []byte) []byte {
	if !strings.Contains(media, "json") {
		return body
	}
	return editJSON(body, func(o map[string]any) {
		for _, v := range o {
			if list, is := v.([]any); is && len(list) > 1 {
				if _, structures := list[0].(map[string]any); structures {
					slices.Reverse(list)
				}
			}
		}
	})
}

// editJSON has every object of a document edited, the outermost last.
func editJSON(body []byte, edit func(map[string]any)) []byte {
	var v any
	in := json.NewDecoder(bytes.NewReader(body))
	in.UseNumber()
	if err := in.Decode(&v); err != nil {
		return body
	}
	eachObject(v, edit)
	out, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return out
}

func eachObject(v any, edit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			eachObject(inner, edit)
		}
		edit(v)
	case []any:
		for _, inner := range v {
			eachObject(inner, edit)
		}
	}
}

func eachMap(v cbor.Value, edit func(cbor.Map)) {
	switch v := v.(type) {
	case cbor.Map:
		for _, inner := range v {
			eachMap(inner, edit)
		}
		edit(v)
	case cbor.List:
		for _, inner := range v {
			eachMap(inner, edit)
		}
	}
}
