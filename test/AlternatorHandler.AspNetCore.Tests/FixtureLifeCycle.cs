// Fields of a fixture are a test's own: no test sees what another one left behind.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
