/**
 * The code that the documentation prints, compiled, and run where it is a test that needs
 * no container engine.
 * <p>
 * Called by: JUnit. Calls: what the pages show. When a page and this differ: a test
 * fails. Never: has code of its own but what the pages leave out.
 */
@NullMarked
package io.github.redistiers.test.documentation;

import org.jspecify.annotations.NullMarked;
