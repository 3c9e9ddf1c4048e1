package sim

// Stack traces in the manner of four languages. What differs between two
// errors is what was being done; the frames below it are the framework's.

func javaTrace(err, during string) []string {
	return []string{
		"com.fooddelivery.order.UpstreamException: " + err,
		"\tat com.fooddelivery.order.OrderService." + during + "(OrderService.java:118)",
		"\tat com.fooddelivery.order.OrderController.handle(OrderController.java:57)",
		"\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)",
		"\tat java.base/java.lang.Thread.run(Thread.java:1583)",
	}
}

func nodeTrace(err, during string) []string {
	return []string{
		"Error: " + err,
		"    at " + during + " (/app/src/payments.js:84:11)",
		"    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
		"    at async handle (/app/src/server.js:41:18)",
	}
}

func pythonTrace(err, during string) []string {
	return []string{
		"Traceback (most recent call last):",
		`  File "/app/worker.py", line 73, in run`,
		"    " + during + "(message)",
		`  File "/app/worker.py", line 112, in ` + during,
		"    raise UpstreamError(reason)",
		"UpstreamError: " + err,
	}
}

func goTrace(err, during string) []string {
	return []string{
		"panic: " + err,
		"goroutine 1 [running]:",
		"main." + during + "(...)",
		"\t/src/main.go:96 +0x1d4",
	}
}
