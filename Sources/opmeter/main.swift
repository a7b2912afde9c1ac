print("opmeter")
