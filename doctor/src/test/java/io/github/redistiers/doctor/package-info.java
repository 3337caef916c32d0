@NullMarked
package io.github.redistiers.doctor;

import org.jspecify.annotations.NullMarked;
