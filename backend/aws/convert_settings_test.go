package aws

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// TestSettingsKeepsWhatTheModelHasNoFieldFor: under AWS's names, without what is
// off, and without what has a field.
func TestSettingsKeepsWhatTheModelHasNoFieldFor(t *testing.T) {
	d := toContainerDef(ecstypes.ContainerDefinition{
		Name: sdk.String("app"), Image: sdk.String("app:1"), Privileged: sdk.Bool(false), ReadonlyRootFilesystem: sdk.Bool(true), User: sdk.String("1000"),
		DockerLabels: map[string]string{"b": "2", "a": "1"}, MountPoints: []ecstypes.MountPoint{{SourceVolume: sdk.String("data"), ContainerPath: sdk.String("/data")}},
		Ulimits:        []ecstypes.Ulimit{{Name: ecstypes.UlimitNameNofile, SoftLimit: 1, HardLimit: 2}},
		SystemControls: []ecstypes.SystemControl{},
	})
	got := map[string]string{}
	for _, s := range d.Settings {
		got[s.Name] = s.Value
	}
	want := map[string]string{"readonlyRootFilesystem": "true", "user": "1000", "dockerLabels": "a=1, b=2", "ulimits": "hardLimit=2 name=nofile softLimit=1"}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("settings %v, want %v", got, want)
	}
	if len(d.Mounts) != 1 || d.Mounts[0].Path != "/data" {
		t.Errorf("mounts %v", d.Mounts)
	}
}
