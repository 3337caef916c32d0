package io.github.redistiers.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Reads {@link RedisTiersTest#properties()}.
 */
class RedisTiersTestContextBootstrapper extends TestSliceTestContextBootstrapper<RedisTiersTest> {

}
