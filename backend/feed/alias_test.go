package feed

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestCompleteRef(t *testing.T) {
	bare := model.ClusterRef{Name: "prod"}
	elsewhere := prod
	elsewhere.Region = "us-east-1"
	for _, c := range []struct {
		name    string
		rows    any
		partial model.ClusterRef
		want    model.ClusterRef // zero: not told
	}{
		{"by a service", []model.Service{quiet("a")}, bare, prod},
		{"by a task", []model.Task{{Ref: prod.Task("t")}}, bare, prod},
		{"by an instance", []model.Instance{{Ref: prod.Instance("i")}}, bare, prod},
		{"by the list of clusters", []model.Cluster{{Ref: model.ClusterRef{Name: "x", Account: "1"}}, {Ref: prod}}, bare, prod},
		{"not when two clusters fit", []model.Cluster{{Ref: prod}, {Ref: elsewhere}}, bare, model.ClusterRef{}},
		{"by region, when two bear the name", []model.Cluster{{Ref: prod}, {Ref: elsewhere}}, model.ClusterRef{Name: "prod", Region: "us-east-1"}, elsewhere},
		{"not by another cluster's rows", []model.Service{quiet("a")}, model.ClusterRef{Name: "test"}, model.ClusterRef{}},
		{"not when it is complete", []model.Service{quiet("a")}, prod, model.ClusterRef{}},
		{"not by no rows", []model.Service{}, bare, model.ClusterRef{}},
		{"not by other nouns", []model.Alarm{{}}, bare, model.ClusterRef{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := completeRef(c.rows, c.partial)
			if ok != !c.want.IsZero() || ok && got != c.want {
				t.Errorf("complete ref is %+v (%v), want %+v", got, ok, c.want)
			}
		})
	}
}

func TestAdoptMovesEarlierAnswersToTheCompleteRef(t *testing.T) {
	bare := model.ClusterRef{Name: "prod"}
	s := &model.Snapshot{
		Tasks:    map[model.ClusterRef]model.Part[model.Task]{bare: {At: noon}},
		OwnTasks: map[model.ServiceRef]model.Part[model.Task]{bare.Service("a"): {At: noon}, {Cluster: prod, Name: "b"}: {At: noon}},
	}
	n := adopt(s, bare, prod)
	if !n.Tasks[prod].Known() || !n.Tasks[bare].Known() || !n.OwnTasks[prod.Service("a")].Known() || len(n.OwnTasks) != 3 {
		t.Errorf("tasks %v, own tasks %v: want each under both refs", n.Tasks, n.OwnTasks)
	}
	fresh := fold(s, reply(Want{Part: Tasks, Cluster: prod}, []model.Task{{}}, nil), nil)
	if len(adopt(fresh, bare, prod).Tasks[prod].Rows) != 1 {
		t.Error("an old answer under the bare name replaced one under the complete ref")
	}
	if len(s.Tasks) != 1 || len(s.OwnTasks) != 2 {
		t.Error("the old snapshot was changed")
	}
}

func TestBookRemembersUnderTheCompleteRef(t *testing.T) {
	bare := Want{Part: Services, Cluster: model.ClusterRef{Name: "prod"}}
	b := newBook()
	b.started(noon, question{want: bare})
	names, news := aliases(nil).learn(bare.Cluster, prod)
	if !news {
		t.Fatal("a bare name that turned out to be a cluster is no news")
	}
	if _, again := names.learn(bare.Cluster, prod); again {
		t.Error("the same is news twice")
	}
	b.renamed(names.want)
	b.renamed(names.want)
	if b.flying[services] != 1 || b.inFlight() != 1 || !b.tracks[services].asked.Equal(noon) || len(b.tracks) != 1 {
		t.Errorf("book %+v: want the one question under the complete ref", b)
	}
	b.answered(noon, services, &answer{question: question{want: bare}}, Gentle())
	if b.inFlight() != 0 {
		t.Errorf("%d questions on their way after the only answer", b.inFlight())
	}
}
