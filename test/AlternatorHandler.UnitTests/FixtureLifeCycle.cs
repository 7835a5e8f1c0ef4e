// Each test has an instance of its fixture, so that tests do not share the values of fields.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
