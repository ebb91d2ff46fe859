print("rad")
