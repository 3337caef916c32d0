package io.github.redistiers.test.contract;

/**
 * All structures beside it, by the kit's tests.
 */
class DiskFaultTests extends DiskFaults {

}
