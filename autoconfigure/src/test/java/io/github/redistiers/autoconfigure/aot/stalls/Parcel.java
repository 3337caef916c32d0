package io.github.redistiers.autoconfigure.aot.stalls;

/**
 * What a job carries.
 */
record Parcel(String to, int weight) {

}
