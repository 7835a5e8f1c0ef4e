// More than there are cores: tests that may run beside others are those that wait most of the time.
[assembly: LevelOfParallelism(4)]
