<?php
// Enough of Moodle's names for the block's pure services: an autoloader, a clock, a test case.

namespace core {
    interface clock {
        public function now(): \DateTimeImmutable;
        public function time(): int;
    }
}

namespace {
    define('MOODLE_INTERNAL', true);

    abstract class basic_testcase extends \PHPUnit\Framework\TestCase {
    }

    spl_autoload_register(function (string $class): void {
        $path = dirname(__DIR__, 3) . '/moodle_plugin/classes/' . str_replace('\\', '/', substr($class, 11)) . '.php';
        if (str_starts_with($class, 'block_valo\\') && is_file($path)) {
            require $path;
        }
    });
}
