// Package sim is Amazon ECS in a box: a deterministic world of clusters,
// services, tasks and instances that schedules, health-checks, scales and
// fails over simulated time.
//
// # The contract
//
// World.Do is the only way in, World.Step the only way time passes. Neither
// reads a clock, starts a goroutine or draws from a shared source of
// randomness, so the same seed and the same calls give the same journal, byte
// for byte, on every machine. The package's tests parse its source and fail on
// anything that could break this.
//
// # How it works
//
// The state is plain structs (state.go). A controller is a pure function from
// a View of the state to Intents: what ought to happen, and why. apply is the
// only mutator: it accepts or refuses each intent, journals it, and puts its
// consequences on the agenda, a heap ordered by (due, ticket).
//
// Nothing runs because time passes; things run because they are due. What
// takes time is an intent on the agenda; what decides is woken by what it
// depends on, at the next slot of its cadence. A world in which nothing is due
// costs nothing, however long the step: quiet time is skipped.
//
// Randomness comes from one stream per (seed, purpose, entity), so that a new
// controller, or one more draw in an old one, moves nobody else's numbers.
//
// # Where to find what
//
// A file is one idea, and its name is the noun or the verb of it. By chapter:
//
//   - the machine: world, state, command, intent, agenda, journal, stream, view
//   - the account: cluster, facts (roles, secrets, routes), accountsetting, loggroup
//   - definitions: taskdef, checkdef, behaviour (what an image does), image, digest
//   - a task's life: life (the table of states), task, initialize, pull, failures,
//     containers, depends, restart, health, end, runtask, starttask, schedule, cron
//   - a service's rollouts: service, services, deploy, rollout, starts, stops, finish,
//     breaker, failDeployment, deployalarms, daemon, protection, rebalance
//   - shifts of traffic: revision, servicedeployment, shift..., hooks
//   - placement and capacity: place, strategies, query... (the cluster query language),
//     refusal, instance..., provider..., capacity, group, spot, zones, shares
//   - load: traffic, minute, usage, neighbour, balance, split, loadbalancer, listener,
//     rule, target..., outage
//   - CloudWatch and Application Auto Scaling: metric..., alarm..., policy..., step,
//     scheduledaction, scalabletarget, activity
//   - log lines: lines, readlines, served, trace, voices, stacks, logdriver
//   - what goes wrong from outside: plan, outage, zones, spot, apifault
//
// The journal is at once the service events, the golden file of the scenarios,
// the hash that proves determinism, and the evidence behind every "why".
package sim
