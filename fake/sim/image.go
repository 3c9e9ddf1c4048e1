package sim

func repository(image string) string { return image }
