// Each test has an instance of its own, so that no test depends on the fields that another one set.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
